import { expect, it } from "vitest";
import type { Sample } from "../sample.ts";
import { describeJourneys, expectClean } from "../stage.ts";

/** Labels that are other people in each meeting. */
const MEETINGS = {
  "Bmr001.txt": "Professor D: Headsets reduce noise.\nGrad G: Overlap causes errors.\n",
  "Bmr002.txt": "Professor D: Transcription requires headsets.\nGrad H: Echo causes errors.\n",
};

const prepare = (sample: Sample): Promise<void> => sample.ingest(sample.write("meetings", MEETINGS), "meetings");

describeJourneys("picking", { prepare }, (stage) => {
  it("tells people of one name apart, and lists a name once where only the name counts", async () => {
    await using visit = await stage().visit();
    const { page } = visit;
    const professors = page.getByRole("option", { name: "Professor D" });
    await visit.open("/w/meetings/compare");
    await visit.type(page.getByRole("combobox", { name: "One person" }), "prof");
    await expect
      .poll(async () => (await professors.allInnerTexts()).toSorted())
      .toEqual([expect.stringContaining("Bmr001"), expect.stringContaining("Bmr002")]);
    await visit.open("/w/meetings/search");
    await page.getByRole("button", { name: "+ Speaker" }).click();
    await visit.type(page.getByRole("combobox", { name: "Speaker" }), "prof");
    await expect.poll(() => professors.count()).toBe(1);
  });

  it("finds a person although many ideas begin like the name", async () => {
    await using visit = await stage().visitView("/compare");
    const { page } = visit;
    await visit.type(page.getByRole("combobox", { name: "One person" }), "s");
    await page.getByRole("option", { name: /Henrik Sand/ }).waitFor();
    await visit.type(page.getByRole("combobox", { name: "One person" }), "sx");
    await page.getByText("No name matches.").waitFor();
  });

  it("shows more topics of two people on request", async () => {
    await using visit = await stage().visitView("/compare");
    const { page } = visit;
    for (const [label, name] of [
      ["One person", "Maya Okafor"],
      ["The other person", "Lena Marchetti"],
    ] as const) {
      await visit.type(page.getByRole("combobox", { name: label }), name);
      await page.getByRole("option", { name: new RegExp(name) }).click();
    }
    const alone = page.getByRole("region", { name: "Only Maya Okafor speaks about" });
    const more = page.getByRole("button", { name: "Show more topics" });
    await alone.getByText(/^The first 10 of \d+ topics\.$/).waitFor();
    expect(await alone.getByRole("listitem").count()).toBe(10);
    await more.click();
    await alone.getByText(/^The first 50 of \d+ topics\.$/).waitFor();
    expect(await alone.getByRole("listitem").count()).toBe(50);
    await more.click();
    await alone.getByText(/^The first/).waitFor({ state: "detached" });
    expect(await alone.getByRole("listitem").count()).toBeGreaterThan(50);
    expect(await more.count()).toBe(0);
    // axe reports links that the bar at the top covers in part.
    await page.evaluate(() => scrollTo(0, 0));
    await expectClean(visit);
  });

  it("keeps the title while it goes on from a name to the entity", async () => {
    await using visit = await stage().visit();
    const { page } = visit;
    await page.addInitScript(() => {
      let titles = 0;
      new MutationObserver(() => {
        const shown = document.querySelectorAll("h1").length;
        if (shown < titles) document.documentElement.dataset["titleLost"] = "";
        titles = Math.max(titles, shown);
      }).observe(document, { childList: true, subtree: true });
    });
    await visit.open("/w/sample/entities/x?name=coffee");
    await page.getByRole("link", { name: "In the graph" }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/\/entities\/[0-9a-f]{32}$/);
    expect(await page.locator("html").getAttribute("data-title-lost")).toBeNull();
  });

  it("says that a name belongs to the entity that is merged", async () => {
    await using visit = await stage().visitView("/entities/x?name=Noor%20Haddad");
    const { page } = visit;
    await page.getByRole("button", { name: "Correct" }).click();
    await page.getByRole("menuitem", { name: "Merge with…" }).click();
    const other = page.getByRole("combobox", { name: "The same as" });
    await visit.type(other, "noor");
    await page.getByText("“noor” is already a name of “Noor Haddad”.").waitFor();
    await visit.type(other, "Noor Haddad");
    await page.getByText("This is “Noor Haddad” itself.").waitFor();
    await visit.type(other, "Hadd");
    await page.getByText("Nothing else matches.").waitFor();
  });
  it("offers to merge when a new name is that of another entity", async () => {
    await using visit = await stage().visitView("/entities/x?name=night%20work");
    const { page } = visit;
    await page.getByRole("button", { name: "Correct" }).click();
    await page.getByRole("menuitem", { name: "Rename…" }).click();
    const rename = page.getByRole("dialog", { name: "Rename “night work”" });
    await visit.type(rename.getByRole("textbox", { name: "New name" }), "Coffee");
    await rename.getByText("There is another “coffee”.").waitFor();
    await expectClean(visit);
    await rename.getByRole("button", { name: "Merge instead" }).click();
    const merge = page.getByRole("dialog", { name: "Merge “night work” with another" });
    await merge.getByRole("heading", { name: "coffee" }).waitFor();
    await expect.poll(() => merge.getByRole("button", { name: "Merge", exact: true }).isEnabled()).toBe(true);
    await expect.poll(() => merge.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
    await expectClean(visit);
  });

  it("shows which type of ideas is chosen", async () => {
    await using visit = await stage().visitView("/entities");
    const { page } = visit;
    const types = page.getByRole("list", { name: "Types" });
    const current = types.locator("[aria-current]");
    const colour = (): Promise<string> =>
      current.evaluate((element) => getComputedStyle(element).backgroundColor).catch(String);
    await expect.poll(() => current.allInnerTexts()).toEqual([expect.stringMatching(/^all/)]);
    expect(await colour()).not.toBe("rgba(0, 0, 0, 0)");
    await types.getByRole("link", { name: /^person/ }).click();
    await expect.poll(() => current.allInnerTexts()).toEqual([expect.stringMatching(/^person/)]);
    expect(await colour()).not.toBe("rgba(0, 0, 0, 0)");
  });

  it("switches off keys that work everywhere, and keeps that", async () => {
    await using visit = await stage().visitView("/people");
    const { page } = visit;
    const find = page.getByRole("combobox", { name: "Find an idea, a person or a transcript" });
    const isFinding = (): Promise<boolean> => find.evaluate((element) => element === document.activeElement);
    await find.waitFor();
    await page.keyboard.press("/");
    expect(await isFinding()).toBe(true);
    await find.blur();
    await page.getByRole("button", { name: /single keys on/ }).click();
    await page.getByRole("menuitemcheckbox", { name: "Single keys" }).click();
    await page.getByRole("button", { name: /single keys off/ }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: /single keys off/ }).waitFor();
    await page.keyboard.press("/");
    expect(await isFinding()).toBe(false);
    await expectClean(visit);
  });
});
