import { expect, it } from "vitest";
import { EXAMPLES } from "./sample.ts";
import { describeJourneys, expectClean } from "./stage.ts";

// A sample of the journeys in test/journeys, which take minutes: `npm run test:explorer`.
describeJourneys("the explorer in a browser", { ingest: (sample) => sample.ingest(EXAMPLES) }, (stage) => {
  it("shows its views without a complaint, and accessibly", { timeout: 60_000 }, async () => {
    await using visit = await stage().visit();
    const { page } = visit;
    const opens = async (view: string, words: string): Promise<void> => {
      await page.getByRole("navigation").getByRole("link", { name: view }).click();
      await page.getByRole("main").getByText(words).first().waitFor();
      await expectClean(visit);
    };
    await opens("Overview", "late caffeine");
    await opens("People", "Noor Haddad");
    await opens("Ideas", "sleep debt");
    await opens("Transcripts", "01 sleep debt");
    await page.getByRole("main").getByRole("link", { name: "01 sleep debt" }).click();
    await page.getByText(/little red light/).waitFor();
    await expectClean(visit);
    expect(page.url()).toMatch(/01-sleep-debt\.vtt$/);
  });
});
