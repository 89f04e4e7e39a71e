import { describe, expect, it } from "vitest";
import type { Assumption } from "./assumption.ts";
import { createRandom } from "./random.ts";
import { noDemand } from "./batch-demand.ts";
import type { StageOutcome } from "./stage-outcome.ts";
import { rangeOf } from "./range.ts";
import { secondsOf } from "./seconds.ts";
import type { Work } from "./work.ts";

const ASSUMED: Assumption = {
  outputTokens: 200,
  inputFactor: 1,
  callsFactor: 1,
  attemptsPerCall: 1,
  cachedShare: 0,
  outputFactor: 1,
  width: 12,
  charge: "larger",
  chargeFactor: { tokens: 1, inputTokens: 1, outputTokens: 1 },
  msPerToken: 10,
  firstTokenMs: 1_000,
  callDeviation: 0.3,
  machineMsPerChunk: 1,
};
const BATCH = { ...noDemand(), calls: 1, chainCalls: 1, outputTokens: 2_000, chainTokens: 2_000 };

/** Calls of ten chunks. Each call takes about 21 seconds. */
function secondsFor(calls: number, work: Partial<Work> = {}, assumed: Partial<Assumption> = {}, batch = BATCH) {
  const charged = { requests: calls, tokens: 6_500 * calls, inputTokens: 6_500 * calls, outputTokens: 0 };
  const outcome: StageOutcome = {
    calls,
    inputTokens: 6_500 * calls,
    cachedInputTokens: 0,
    outputTokens: 2_000 * calls,
    charged,
  };
  const planned = { chunks: 10 * calls, perMinute: {}, maxConcurrent: null, ...work } as Work;
  const random = createRandom(1);
  const batches = { count: calls, first: [batch], last: batch };
  return rangeOf(
    Array.from({ length: 400 }, () => secondsOf(planned, outcome, batches, { ...ASSUMED, ...assumed }, random)),
  );
}

describe("the time of calls", () => {
  it("is that of the longest call when all calls start at once", () => {
    const [one, thirty] = [secondsFor(1), secondsFor(30)];
    expect(one.likely).toBeGreaterThan(18);
    expect(one.likely).toBeLessThan(25);
    expect(thirty.likely).toBeGreaterThan(1.5 * one.likely);
    expect(secondsFor(30, {}, { callDeviation: 0.05 }).likely).toBeLessThan(28);
  });

  it("includes the calls that follow a cut-off reply", () => {
    const chained = { ...BATCH, chainCalls: 2, chainTokens: 3_000 };
    expect(secondsFor(1, {}, {}, chained).likely).toBeGreaterThan(1.4 * secondsFor(1).likely);
  });

  it("is what the limits need after the first minute's worth, plus the last calls", () => {
    const { least, most } = secondsFor(300, { perMinute: { tokens: 200_000 } });
    const granted = (60 * (300 * 6_500 - 200_000)) / 200_000;
    expect(least).toBeGreaterThan(granted);
    expect(most).toBeLessThan(granted + 75);
  });

  it("is what this machine needs for each chunk when that is longer", () => {
    const quick = { msPerToken: 0, firstTokenMs: 200 };
    expect(secondsFor(100, {}, { ...quick, machineMsPerChunk: 5 }).likely).toBeCloseTo(5.2, 0);
    expect(secondsFor(100, {}, { ...quick, machineMsPerChunk: 0.1 }).likely).toBeLessThan(1);
    // This machine works while calls wait for the limits, so the times are not added.
    const limited = { perMinute: { tokens: 60_000 } };
    const slow = secondsFor(100, limited, { ...quick, machineMsPerChunk: 5 });
    expect(slow.likely / secondsFor(100, limited, quick).likely).toBeCloseTo(1, 1);
  });
});
