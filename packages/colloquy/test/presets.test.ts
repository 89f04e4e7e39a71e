import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { IngestFixture } from "./ingest-fixture.ts";
import { ScriptedExtractor } from "./scripted.ts";

it.each([
  [{ preset: "conservative", maxConcurrent: 2 }, 2],
  [{ preset: "conservative" }, 15],
] as const)("a run of the library with %j has at most %i calls in flight", async (options, expected) => {
  using folder = new IngestFixture();
  for (let seed = 1; seed <= 6; seed += 1) folder.writeTalk(`talk-${seed}.txt`, seed);
  let [inFlight, most] = [0, 0];
  const extractor = new ScriptedExtractor({
    concurrency: 40,
    script: async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await setTimeout(20);
      inFlight -= 1;
    },
  });
  await folder.ingest({ ...options, batchSize: 1, ports: { extractor } });
  expect(extractor.calls.length).toBeGreaterThan(15);
  expect(most).toBe(expected);
});

it("limits the batch size to the chunks of one reply", async () => {
  using folder = new IngestFixture();
  await expect(folder.ingest({ batchSize: 101 })).rejects.toThrow(
    "Expected `batchSize` to be a whole number from 1 to 100",
  );
});
