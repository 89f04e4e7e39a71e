import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { expectClean, MEANS, type Stage } from "./stage.ts";
import type { Means, Visit } from "./visit.ts";

/**
 * Journeys of a reader through the examples: from what a view says to the words in a transcript. They are the same wherever
 * the workspace is stored.
 */
export function readingJourneys(stage: () => Stage, means: readonly Means[] = MEANS): void {
  it.each(means)("from the overview to a claim and to its words in the transcript, by %s", async (by) => {
    await using visit = await stage().visit({ means: by });
    const { page } = visit;
    const claim = page.getByRole("listitem").filter({ hasText: "late caffeine reduces deep sleep" });
    await claim.waitFor();
    await expectClean(visit);
    await visit.press(claim.getByRole("link", { name: /01 sleep debt/ }));
    await expectShown(page, "Late caffeine reduces deep sleep");
    await expectClean(visit);
    await page.goBack();
    await claim.waitFor();
  });

  it.each(means)("from the list of transcripts to one of them, by %s", async (by) => {
    await using visit = await stage().visit({ means: by });
    const { page } = visit;
    await visit.press(page.getByRole("navigation").getByRole("link", { name: "Transcripts" }));
    await page.getByRole("heading", { name: "Transcripts", level: 1 }).waitFor();
    await visit.press(page.getByRole("main").getByRole("link", { name: "01 sleep debt" }));
    await page.getByText(/little red light/).waitFor();
    await expectClean(visit);
  });

  it.each(means)("from a search with a filter to the second in the transcript, and back, by %s", async (by) => {
    await using visit = await stage().visitView("/search", { means: by });
    const { page } = visit;
    await visit.type(page.getByRole("textbox", { name: "Words to search for" }), "interruptions");
    await page.keyboard.press("Enter");
    await page.getByText("Interruptions cause medication errors.").first().waitFor();
    await visit.press(page.getByRole("button", { name: "+ Speaker" }));
    await visit.type(page.getByRole("combobox", { name: "Speaker" }), "Noor");
    await page.getByRole("option", { name: /Noor Haddad/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await visit.expectFocus(page.getByRole("button", { name: "Remove the filter Noor Haddad" }));
    await expectClean(visit);
    const hits = page.getByRole("main").getByRole("list").last().getByRole("link");
    await expect
      .poll(async () => (await hits.allInnerTexts()).every((source) => source.includes("Noor Haddad")))
      .toBe(true);
    expect(page.url()).toContain("speaker=Noor");
    await visit.press(hits.first());
    await expectShown(page, "Interruptions cause medication errors");
    await page.goBack();
    await page.getByRole("button", { name: "Remove the filter Noor Haddad" }).waitFor();
    await page.reload();
    await page.getByText("Interruptions cause medication errors.").first().waitFor();
  });

  it.each(means)("from a question to the second in the transcript, by %s", async (by) => {
    await using visit = await stage().visitView("/ask", { means: by });
    const { page } = visit;
    await visit.type(page.getByRole("textbox", { name: "Your question" }), "What does caffeine do to sleep?");
    await page.keyboard.press("Enter");
    const sources = page.getByRole("list", { name: "Sources" });
    await sources.getByText(/Late caffeine reduces deep sleep, even/).waitFor();
    await expectClean(visit);
    const source = sources.getByRole("listitem").filter({ hasText: /Late caffeine reduces deep sleep, even/ });
    await visit.press(source.getByRole("link", { name: /^Source \d+$/ }));
    const beside = page.getByRole("complementary");
    await expectShown(beside, "Late caffeine reduces deep sleep");
    await expectClean(visit);
    await page.reload();
    await expectShown(beside, "Late caffeine reduces deep sleep");
    await visit.press(page.getByRole("button", { name: "Close the transcript" }));
    await beside.waitFor({ state: "detached" });
    await visit.press(page.getByRole("link", { name: "New question" }));
    await page.getByRole("link", { name: "What does caffeine do to sleep?" }).first().waitFor();
  });

  it.each(means)("from a person to a contradiction and to both who say it, by %s", async (by) => {
    await using visit = await stage().visitView("/people", { means: by });
    const { page } = visit;
    await visit.press(page.getByRole("link", { name: "Rosa Lindqvist" }));
    await page.getByRole("heading", { name: "Rosa Lindqvist", level: 1 }).waitFor();
    await expect.poll(() => currentViews(page)).toEqual(["People"]);
    await expectClean(visit);
    await visit.press(page.getByRole("main").getByRole("link", { name: "coffee", exact: true }).first());
    const contradictions = page.getByRole("region", { name: "Contradictions" });
    await contradictions.waitFor();
    expect(await currentViews(page)).toEqual(["Ideas"]);
    await contradictions.getByText("Coffee does not cause anxiety.").first().waitFor();
    await contradictions
      .getByText(/Rosa Lindqvist/)
      .first()
      .waitFor();
    await contradictions
      .getByText(/Henrik Sand/)
      .first()
      .waitFor();
    await expectClean(visit);
  });

  it.each(means)("two people side by side, by %s", async (by) => {
    await using visit = await stage().visitView("/compare", { means: by });
    const { page } = visit;
    for (const [label, name] of [
      ["One person", "Rosa Lindqvist"],
      ["The other person", "Henrik Sand"],
    ] as const) {
      await visit.type(page.getByRole("combobox", { name: label }), name);
      await page.getByRole("option", { name: new RegExp(name) }).waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
    }
    await page
      .getByRole("region", { name: "They disagree" })
      .getByText("Coffee does not cause anxiety.")
      .first()
      .waitFor();
    await page.getByRole("region", { name: "They agree" }).waitFor();
    await expectClean(visit);
    expect(await currentViews(page)).toEqual(["People"]);
    await page.reload();
    await page.getByRole("region", { name: "They disagree" }).waitFor();
  });

  it.each(means)("finds an idea by its name from everywhere, by %s", async (by) => {
    await using visit = await stage().visitView("/runs", { means: by });
    const { page } = visit;
    await page.getByRole("heading", { name: "Runs" }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("sleep de");
    const found = page.getByRole("option", { name: /^sleep debt/ });
    await found.waitFor();
    if (by === "mouse") await found.click();
    else {
      await page.keyboard.press("ArrowDown");
      while ((await found.getAttribute("data-highlighted")) === null) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
    }
    await page.getByRole("heading", { name: "sleep debt", level: 1 }).waitFor();
    await expectClean(visit);
  });

  it.each(means)("from an idea to a relation in the graph, and to its words, by %s", async (by) => {
    await using visit = await stage().visitView("/entities/x?name=coffee", { means: by });
    await pressToWordsOfRelation(visit, /^coffee .*anxiety/);
    await expectShown(visit.page, "offee");
    await expectClean(visit);
  });
}

/** The views that the navigation marks as the shown one. */
function currentViews(page: Page): Promise<string[]> {
  return page.getByRole("navigation").locator("[aria-current=page]").allInnerTexts();
}

/** From the page of an entity into the graph, to one of its relations, and to its words in the transcript. */
export async function pressToWordsOfRelation(visit: Visit, relation: RegExp): Promise<void> {
  const { page } = visit;
  await visit.press(page.getByRole("link", { name: "In the graph" }));
  const panel = page.getByRole("tabpanel");
  await visit.press(panel.getByRole("button", { name: relation }).first());
  const evidence = panel.getByRole("list", { name: "Evidence" });
  await evidence.getByRole("blockquote").first().waitFor();
  await expectClean(visit);
  await visit.press(evidence.getByRole("figure").getByRole("link").first());
  await page.getByRole("article", { name: "Transcript" }).waitFor();
}

/** Expects that the words are marked in a transcript, within the window. */
export async function expectShown(within: Page | Locator, words: string): Promise<void> {
  // A mark is divided where names begin and end in it.
  const marks = within.locator("mark");
  await expect.poll(async () => (await marks.allTextContents()).join("")).toContain(words);
  await expect.poll(() => marks.first().evaluate(isInView)).toBe(true);
}

/** Whether an element is within the window. */
function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}
