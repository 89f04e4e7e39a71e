import { expect, it } from "vitest";
import { expectShown, pressToWordsOfRelation } from "./reading.ts";
import { expectClean, MEANS, type Stage } from "./stage.ts";
import type { Means } from "./visit.ts";

/** Journeys through many long meetings. They are the same wherever the workspace is stored. */
export function meetingJourneys(stage: () => Stage, means: readonly Means[] = MEANS): void {
  it.each(means)("from a question to the words, by %s", async (by) => {
    await using visit = await stage().visitView("/ask", { means: by });
    const { page } = visit;
    await visit.type(page.getByRole("textbox", { name: "Your question" }), "Who broke a remote control?");
    await page.keyboard.press("Enter");
    const source = page.getByRole("list", { name: "Sources" }).getByRole("listitem").first();
    const words = (await source.getByRole("blockquote").innerText()).trim();
    await expectClean(visit);
    await visit.press(source.getByRole("link", { name: /^Source \d+$/ }));
    const beside = page.getByRole("complementary");
    await expectShown(beside, words.slice(-20).trim());
    await expectClean(visit);
  });

  it.each(means)(
    "from an idea that is mentioned hundreds of times to a relation in the graph, and to its words, by %s",
    async (by) => {
      await using visit = await stage().visitView("/entities/x?name=remote%20control", { means: by });
      const { page } = visit;
      await page.getByRole("heading", { name: "remote control", level: 1 }).waitFor();
      await expectClean(visit);
      await pressToWordsOfRelation(visit, /remote control/);
      await expect.poll(() => page.locator("mark").count()).toBeGreaterThan(0);
      await expectClean(visit);
    },
  );

  it.each(means)("from a person to a transcript of the person, by %s", async (by) => {
    await using visit = await stage().visitView("/people", { means: by });
    const { page } = visit;
    const person = page.getByRole("main").getByRole("link", { name: "Grad C" }).first();
    await person.waitFor();
    await expectClean(visit);
    await visit.press(person);
    await page.getByRole("heading", { name: "Grad C", level: 1 }).waitFor();
    await page.getByText(/^[\d,]+ turns .*· speaks in \d+ transcripts?$/).waitFor();
    await expectClean(visit);
    await visit.press(page.getByRole("region", { name: "Over time" }).getByRole("link").first());
    await page.getByRole("article", { name: "Transcript" }).waitFor();
    await expectClean(visit);
  });
}
