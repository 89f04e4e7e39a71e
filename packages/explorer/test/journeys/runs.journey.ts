import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { colloquy } from "../serve.ts";
import { describeJourneys, expectClean, MEANS } from "../stage.ts";

/** Turns for many chunks, so that a run takes some seconds. */
function longTalk(seed: number): string {
  const lines = Array.from(
    { length: 4_000 },
    (_, index) =>
      `Speaker ${(index % 3) + 1}: Meeting ${seed}, point ${index}: longer meetings reduce attention, and shorter breaks cause mistakes.`,
  );
  return lines.join("\n");
}

describeJourneys("runs", {}, (stage) => {
  it.each(MEANS)("from the list of runs to the report of one, by %s", async (means) => {
    await using visit = await stage().visitView("/runs", { means });
    const { page } = visit;
    const run = page.getByRole("rowheader").getByRole("link").first();
    await run.waitFor();
    await expectClean(visit);
    await visit.press(run);
    await page.getByRole("region", { name: "As text" }).waitFor();
    await expectClean(visit);
    await page.goBack();
    await run.waitFor();
  });

  it("shows all of each run in a narrow window", async () => {
    await using visit = await stage().visitView("/runs", { width: 400 });
    const { page } = visit;
    const runs = page.getByRole("region", { name: "Runs" });
    await runs
      .getByText(/^completed · \d+ chunks? · \d+ s$/)
      .first()
      .waitFor();
    await expectClean(visit);
    expect(await runs.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  });

  it("follows a run of another process until its end, and shows what it brought", async () => {
    const { folder } = stage().sample;
    const talks = join(folder, "talks");
    mkdirSync(talks);
    for (const seed of [1, 2, 3, 4]) writeFileSync(join(talks, `2026-04-0${seed} talk.txt`), longTalk(seed));
    await using reader = await stage().visitView("/transcripts");
    await reader.page.getByRole("main").getByRole("link", { name: "01 sleep debt" }).waitFor();
    await using visit = await stage().visitView("/runs");
    const { page } = visit;
    await page.getByText(/No run is in progress/).waitFor();
    const rows = page.getByRole("rowheader");
    await rows.first().waitFor();
    const before = await rows.count();
    const run = colloquy(folder, ["ingest", talks, "--workspace", "sample", "--quiet"]);
    await page.getByRole("region", { name: "Run in progress" }).waitFor();
    await page
      .getByRole("log")
      .getByText(/started/)
      .first()
      .waitFor();
    const log = page.getByRole("log");
    expect(await log.getByText(/^.*run \S+ of workspace/).count()).toBe(1);
    const time = log.locator("time").first();
    const local = await time.evaluate((element) =>
      new Date(element.getAttribute("datetime") ?? "").toLocaleTimeString("en"),
    );
    expect(await time.textContent()).toBe(local);
    await expectClean(visit);
    await run;
    await page.getByText(/No run is in progress/).waitFor();
    await expect.poll(() => rows.count()).toBe(before + 1);
    // A view that was open all the time follows.
    await reader.page.getByRole("link", { name: "2026 04 01 talk" }).waitFor();
    await expectClean(reader);
  });
});
