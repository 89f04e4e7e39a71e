import { expect, it } from "vitest";
import { describeJourneys, expectClean, MEANS } from "../stage.ts";

describeJourneys("correcting", {}, (stage) => {
  it.each(MEANS)("merges two entities, sees every view follow, and undoes it, by %s", async (means) => {
    await using visit = await stage().visitView("/entities", { means });
    const { page } = visit;
    await visit.press(page.getByRole("link", { name: "night work", exact: true }));
    await page.getByRole("heading", { name: "night work", level: 1 }).waitFor();
    await visit.press(page.getByRole("button", { name: "Correct" }));
    await page.getByRole("menuitem", { name: "Merge with…" }).waitFor();
    if (means === "mouse") await page.getByRole("menuitem", { name: "Merge with…" }).click();
    else await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Merge “night work” with another" });
    await dialog.waitFor();
    await visit.type(dialog.getByRole("combobox", { name: "The same as" }), "night shifts");
    await page.getByRole("option", { name: /night shifts/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const merge = dialog.getByRole("button", { name: "Merge", exact: true });
    await expect.poll(() => merge.isEnabled()).toBe(true);
    await expectClean(visit);
    await visit.press(merge);
    await dialog.waitFor({ state: "detached" });

    // The entity has both names and the claims of both.
    await page.getByText(/also .*night/).waitFor();
    await page.getByText("And night shifts cause mistakes.").first().waitFor();
    await expectClean(visit);
    // Either name leads to the one entity, also from find.
    await page.keyboard.press("/");
    await page.keyboard.type("night ");
    await page
      .getByRole("option", { name: /^night (work|shifts)/ })
      .first()
      .waitFor();
    expect(await page.getByRole("option", { name: /^night (work|shifts)/ }).count()).toBe(1);
    await page.keyboard.press("Escape");
    await visit.open("/w/sample/entities/x?name=night%20shifts");
    await page.getByRole("heading", { name: /^night (work|shifts)$/, level: 1 }).waitFor();
    await page.getByText(/also .*night/).waitFor();

    await visit.press(page.getByRole("button", { name: "Correct" }));
    const made = page.getByRole("menuitem", { name: "Corrections made" });
    await made.waitFor();
    if (means === "mouse") await made.click();
    else {
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
    }
    await visit.press(page.getByRole("button", { name: /Undo/ }).first());
    await page.getByText("The correction is undone.").first().waitFor();
    for (const name of ["night work", "night shifts"]) {
      await visit.open(`/w/sample/entities/x?name=${name}`);
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      expect(await page.getByText(/also .*night/).count()).toBe(0);
    }
  });

  it.each(MEANS)("hides an entity, shows that it is gone, and undoes it, by %s", async (means) => {
    await using visit = await stage().visitView("/entities/x?name=poster", { means });
    const { page } = visit;
    await page.getByRole("heading", { name: "poster", level: 1 }).waitFor();
    await visit.press(page.getByRole("button", { name: "Correct" }));
    const hide = page.getByRole("menuitem", { name: "Hide…" });
    await hide.waitFor();
    if (means === "mouse") await hide.click();
    else {
      while (!(await hide.evaluate((element) => element.matches("[data-highlighted]"))))
        await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
    }
    const dialog = page.getByRole("dialog", { name: "Hide “poster”" });
    await visit.press(dialog.getByRole("button", { name: "Hide" }));
    await dialog.waitFor({ state: "detached" });
    await page.getByText("“poster” is hidden now.").first().waitFor();
    const inList = page.getByRole("main").getByRole("link", { name: "poster", exact: true });
    await page.getByRole("heading", { name: "Ideas" }).waitFor();
    expect(await inList.count()).toBe(0);
    await expectClean(visit);
    await visit.press(page.getByRole("button", { name: "Undo" }));
    await page.getByRole("heading", { name: "poster", level: 1 }).waitFor();
  });

  it.each(MEANS)("shows a hidden name again, from its address and from the list, by %s", async (means) => {
    await using visit = await stage().visitView("/entities", { means });
    const { page } = visit;
    const address = "/w/sample/entities/x?name=poster";
    for (const from of ["address", "list"]) {
      const status = await page.evaluate(async () => {
        const headers = { "content-type": "application/json" };
        const body = JSON.stringify({ hide: "poster" });
        return (await fetch("/api/w/sample/corrections", { method: "POST", headers, body })).status;
      });
      expect(status).toBe(200);
      await visit.open(address);
      await page.getByRole("heading", { name: "This is hidden", level: 1 }).waitFor();
      await page.getByText('"poster" is hidden by a correction.').waitFor();
      expect(await visit.violations()).toEqual([]);
      if (from === "address") await visit.press(page.getByRole("button", { name: "Show it again" }));
      else {
        await visit.open("/w/sample/entities");
        await visit.press(page.getByRole("button", { name: "Corrections" }));
        const takeBack = page.getByRole("button", { name: "Take back: “poster” is hidden" });
        await takeBack.waitFor();
        expect(await visit.violations()).toEqual([]);
        await visit.press(takeBack);
        await takeBack.waitFor({ state: "detached" });
        await visit.open(address);
      }
      await page.getByRole("heading", { name: "poster", level: 1 }).waitFor();
    }
  });
});
