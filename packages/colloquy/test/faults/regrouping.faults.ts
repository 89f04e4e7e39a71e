import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WHOLE } from "./corpus.ts";
import { expectToGoOn, runUndisturbed, settledChunks, type Undisturbed } from "./undisturbed.ts";
import { Workplace } from "./workplace.ts";

describe("a run that is grouped otherwise", () => {
  const place = new Workplace(WHOLE);
  let undisturbed: Undisturbed;
  beforeAll(async () => {
    undisturbed = await runUndisturbed(place);
  });
  beforeEach(() => place.startAfresh());
  afterAll(() => place[Symbol.dispose]());

  it.each([
    ["--max-concurrent", "1"],
    ["--max-concurrent", "16"],
    ["--batch-size", "1"],
    ["--batch-size", "100"],
  ])("by %s %s ends in the same digest", async (...args) => {
    await expectToGoOn(place, undisturbed, args);
  });

  it("by --limit again and again, in batches of changing size, ends in the same digest and asks nothing twice", async () => {
    let asked = 0;
    for (let run = 0; (await settledChunks(place)) < undisturbed.chunks; run += 1) {
      const end = await place.ingest({ args: ["--limit", "47", "--batch-size", String(3 + run)] });
      expect(end.exitCode, end.stderr).toBe(0);
      expect(end.extracted).toBeLessThanOrEqual(47);
      asked += end.extracted;
    }
    expect(asked).toBe(undisturbed.chunks);
    await expectToGoOn(place, undisturbed);
  });

  it("by stages, embeddings first, ends in the same digest", async () => {
    expect((await place.ingest({ args: ["--skip-kg"] })).exitCode).toBe(0);
    await expectToGoOn(place, undisturbed);
    place.startAfresh();
    expect((await place.ingest({ args: ["--skip-embeddings"] })).exitCode).toBe(0);
    await expectToGoOn(place, undisturbed);
  });
});
