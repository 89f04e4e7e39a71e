import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WHOLE } from "./corpus.ts";
import { expectToContinue, runUndisturbed, settledChunks, type Undisturbed } from "./undisturbed.ts";
import { Workplace } from "./workplace.ts";

describe("a run with other batches", () => {
  const place = new Workplace(WHOLE);
  let undisturbed: Undisturbed;
  beforeAll(async () => {
    undisturbed = await runUndisturbed(place);
  });
  beforeEach(() => place.useNewDataFolder());
  afterAll(() => place[Symbol.dispose]());

  it.each([
    ["--max-concurrent", "1"],
    ["--max-concurrent", "16"],
    ["--batch-size", "1"],
    ["--batch-size", "100"],
  ])("with %s %s ends with the same digest", async (...args) => {
    await expectToContinue(place, undisturbed, args);
  });

  it("with repeated --limit and changing batch sizes ends with the same digest and requests no chunk twice", async () => {
    let requested = 0;
    for (let run = 0; (await settledChunks(place)) < undisturbed.chunks; run += 1) {
      const end = await place.ingest({ args: ["--limit", "47", "--batch-size", String(3 + run)] });
      expect(end.exitCode, end.stderr).toBe(0);
      expect(end.extracted).toBeLessThanOrEqual(47);
      requested += end.extracted;
    }
    expect(requested).toBe(undisturbed.chunks);
    await expectToContinue(place, undisturbed);
  });

  it("with separate stages, embeddings first, ends with the same digest", async () => {
    expect((await place.ingest({ args: ["--skip-kg"] })).exitCode).toBe(0);
    await expectToContinue(place, undisturbed);
    place.useNewDataFolder();
    expect((await place.ingest({ args: ["--skip-embeddings"] })).exitCode).toBe(0);
    await expectToContinue(place, undisturbed);
  });
});
