import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { describeJourneys, expectClean, MEANS } from "../stage.ts";
import type { Means, Visit } from "../visit.ts";

describeJourneys("correcting", {}, (stage) => {
  it.each(MEANS)("merges two entities, sees every view follow, and undoes it, by %s", async (means) => {
    await using visit = await stage().visitView("/entities", { means });
    const { page } = visit;
    await visit.press(page.getByRole("link", { name: "night work", exact: true }));
    await page.getByRole("heading", { name: "night work", level: 1 }).waitFor();
    await chooseCorrection(visit, "Merge with…", means);
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
    await seeInList(visit, "Ideas", /^night (work|shifts)$/);
    await visit.press(page.getByRole("main").getByRole("link", { name: /^night (work|shifts)$/ }));
    await seeInGraph(visit, /^night (work|shifts)$/);
    await seeInSearch(page, "night shifts", "Night work reduces attention");
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

    await chooseCorrection(visit, "Corrections made", means);
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
    await chooseCorrection(visit, "Hide…", means);
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
      await correct(page, { hide: "poster" });
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

  it.each(MEANS)("renames a person, sees every view follow, and undoes it, by %s", async (means) => {
    await using visit = await stage().visitView("/people", { means });
    const { page } = visit;
    await visit.press(page.getByRole("link", { name: "Henrik Sand", exact: true }));
    await chooseCorrection(visit, "Rename…", means);
    const dialog = page.getByRole("dialog", { name: "Rename “Henrik Sand”" });
    await visit.type(dialog.getByRole("textbox", { name: "New name" }), "Henrik Beach");
    await expectClean(visit);
    await visit.press(dialog.getByRole("button", { name: "Rename", exact: true }));
    await page.getByRole("heading", { name: "Henrik Beach", level: 1 }).waitFor();
    await page.getByText("also Henrik Sand").waitFor();
    await seeInList(visit, "People", /^Henrik (Sand|Beach)$/, "Henrik Beach");
    await visit.press(page.getByRole("main").getByRole("link", { name: "Henrik Beach", exact: true }));
    await seeInGraph(visit, /^Henrik (Sand|Beach)$/, "Henrik Beach");
    await page.keyboard.press("/");
    await page.keyboard.type("Henrik B");
    await page.getByRole("option", { name: /^Henrik Beach/ }).waitFor();
    await page.keyboard.press("Escape");
    await seeInSearch(page, "coffee", "Coffee does not cause anxiety", "&speaker=Henrik+Beach");
    await undoLast(page);
    await visit.open("/w/sample/people");
    await page.getByRole("link", { name: "Henrik Sand", exact: true }).waitFor();
  });

  it.each(MEANS)("splits a name off, sees every view follow, and undoes it, by %s", async (means) => {
    await using visit = await stage().visitView("/people", { means });
    const { page } = visit;
    await correct(page, { merge: ["night work", "night shifts"] });
    await visit.open("/w/sample/entities/x?name=night%20work");
    await page.getByText(/also .*night/).waitFor();
    await chooseCorrection(visit, "Split a name off…", means);
    const dialog = page.getByRole("dialog", { name: /^Split a name off/ });
    const split = dialog.getByRole("button", { name: "Split off" });
    await split.waitFor();
    await expectClean(visit);
    await visit.press(split);
    await dialog.waitFor({ state: "detached" });
    // The page is that of the name that was split off.
    await seeAlone(visit, "night shifts");
    await seeInList(visit, "Ideas", "night work");
    await visit.press(page.getByRole("main").getByRole("link", { name: "night work", exact: true }));
    await seeAlone(visit, "night work");
    await page.keyboard.press("/");
    await page.keyboard.type("night ");
    for (const name of [/^night work/, /^night shifts/]) await page.getByRole("option", { name }).first().waitFor();
    await page.keyboard.press("Escape");
    await expectClean(visit);
    for (const _correction of ["split", "merge"]) await undoLast(page);
  });
});

/** Chooses a correction in the menu of an entity. */
async function chooseCorrection(visit: Visit, name: string, means: Means): Promise<void> {
  const { page } = visit;
  await visit.press(page.getByRole("button", { name: "Correct" }));
  const item = page.getByRole("menuitem", { name });
  await item.waitFor();
  if (means === "mouse") return item.click();
  while (!(await item.evaluate((element) => element.matches("[data-highlighted]"))))
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
}

/** On the page of an entity without another name, and in the graph around it. */
async function seeAlone(visit: Visit, name: string): Promise<void> {
  await visit.page.getByRole("heading", { name, level: 1 }).waitFor();
  await expect.poll(() => visit.page.getByText(/also .*night/).count()).toBe(0);
  await seeInGraph(visit, name);
}

/** From the page of an entity to the graph around it, whose list has the name once. */
async function seeInGraph(visit: Visit, name: string | RegExp, shown = name): Promise<void> {
  const { page } = visit;
  await visit.press(page.getByRole("link", { name: "In the graph" }));
  await page.waitForURL(/\/graph\?/);
  await visit.open(`${page.url()}&tab=list`);
  const ideas = page.getByRole("tabpanel").getByRole("list", { name: "Ideas" });
  await ideas.getByRole("button", { name: shown, exact: true }).waitFor();
  expect(await ideas.getByRole("button", { name, exact: true }).count()).toBe(1);
}

/** To a list by the navigation, without a load of the page; it has the name once. */
async function seeInList(visit: Visit, view: string, name: string | RegExp, shown = name): Promise<void> {
  const { page } = visit;
  await visit.press(page.getByRole("navigation").getByRole("link", { name: view }));
  await page.getByRole("heading", { name: view, level: 1 }).waitFor();
  const main = page.getByRole("main");
  await main.getByRole("link", { name: shown, exact: true }).waitFor();
  expect(await main.getByRole("link", { name, exact: true }).count()).toBe(1);
}

async function seeInSearch(page: Page, words: string, text: string, filter = ""): Promise<void> {
  await page.goto(new URL(`/w/sample/search?q=${encodeURIComponent(words)}${filter}`, page.url()).href);
  await page.getByRole("main").getByRole("listitem").getByText(text).first().waitFor();
}

/** Makes a correction without the interface. */
async function correct(page: Page, correction: object): Promise<void> {
  const status = await page.evaluate(async (body) => {
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/w/sample/corrections", { method: "POST", headers, body })).status;
  }, JSON.stringify(correction));
  expect(status).toBe(200);
}

/** Undoes the latest correction that is not undone. */
async function undoLast(page: Page): Promise<void> {
  const id = await page.evaluate(async () => {
    const { items } = (await (await fetch("/api/w/sample/corrections")).json()) as {
      readonly items: readonly { readonly id: string; readonly undone: boolean }[];
    };
    return items.find(({ undone }) => !undone)?.id ?? "";
  });
  await correct(page, { undo: id });
}
