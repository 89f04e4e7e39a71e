import { describe, expect, it } from "vitest";
import type { Pricing } from "../ports/index.ts";
import { createRandom } from "./random.ts";
import { estimateStage, type StageToEstimate } from "./estimate-stage.ts";
import type { CallSample, StageMeasurement, Range } from "./estimate.ts";

const PRICING: Pricing = {
  model: "openai:small",
  source: "a list",
  prices: { input: 1, cachedInput: 0.5, output: 4 },
  cost: ({ inputTokens, outputTokens }) => (inputTokens + 4 * outputTokens) / 1e6,
  mostOf: () => 0,
};
const UNKNOWN: Pricing = {
  model: "openai:new",
  source: null,
  prices: null,
  cost: () => null,
  mostOf: () => null,
};

const PLANNED: StageToEstimate = {
  stage: "extract",
  profile: "openai:small prompt-1",
  model: "openai:small",
  chunks: 8_000,
  plannedCalls: 800,
  usualTokens: { inputTokens: 6_500, maxOutputTokens: 4_000 },
  frameTokens: 1_500,
  chunkTokens: 500,
  batchSize: 10,
  pricing: PRICING,
  measurement: null,
  perMinute: { requests: 500, tokens: 200_000 },
  maxConcurrent: null,
  pending: [],
  settled: [],
};

/** A run of calls of ten chunks, whose replies have about `tokensPerChunk` tokens for each. */
function measured(calls: number, tokensPerChunk: number, changes: Partial<StageMeasurement> = {}): StageMeasurement {
  const random = createRandom(calls);
  const samples = Array.from({ length: calls }, (): CallSample => ({
    chunks: 10,
    expectedInputTokens: 6_500,
    maxOutputTokens: 4_000,
    inputTokens: 6_000,
    cachedInputTokens: 0,
    outputTokens: Math.round(10 * tokensPerChunk * (1 + 0.08 * random.normal())),
    durationMs: 20_000,
  }));
  return {
    stage: "extract",
    profile: PLANNED.profile,
    model: PLANNED.model,
    runId: "20260301-140509-ab12",
    runs: 1,
    batchSize: 10,
    samples,
    settled: 10 * calls,
    calls,
    attempts: calls,
    replies: calls,
    seconds: 30,
    perMinute: { tokens: 200_000 },
    admitted: { tokens: 6_000 * calls },
    peakInFlight: 5,
    ...changes,
  };
}

const width = ({ least, likely, most }: Range): number => (most - least) / 2 / likely;
const after = (measurement: StageMeasurement, changes: Partial<StageToEstimate> = {}) =>
  estimateStage({ ...PLANNED, measurement, ...changes });

describe("the estimate of a stage", () => {
  it("is deterministic", () => {
    expect(estimateStage(PLANNED)).toEqual(estimateStage(PLANNED));
  });

  it("has likely numbers within its ranges, and a cost that follows from its tokens", () => {
    const { calls, inputTokens, outputTokens, costUsd, seconds } = estimateStage(PLANNED);
    for (const range of [calls, inputTokens, outputTokens, costUsd, seconds])
      expect(range !== null && range.least < range.likely && range.likely < range.most).toBe(true);
    const likely = (inputTokens.likely + 4 * outputTokens.likely) / 1e6;
    expect(Math.abs((costUsd?.likely ?? 0) / likely - 1)).toBeLessThan(0.1);
  });

  it("uses usual values for a model that was not measured, and says so", () => {
    const { measuredOn, basis, outputTokens } = estimateStage(PLANNED);
    expect(measuredOn).toBeNull();
    expect(basis).toMatch(/^This model was not measured in this workspace yet/);
    expect(outputTokens.least).toBeLessThan(8_000 * 110);
    expect(outputTokens.most).toBeGreaterThan(8_000 * 440);
  });

  it("is within fifteen percent after five measured calls", () => {
    const { measuredOn, basis, ...ranges } = after(measured(5, 150));
    expect(measuredOn).toBe("20260301-140509-ab12");
    expect(basis).toBe("Measured on run 20260301-140509-ab12 (5 calls, 50 chunks).");
    for (const range of [ranges.calls, ranges.inputTokens, ranges.outputTokens, ranges.costUsd, ranges.seconds])
      expect(range === null ? 1 : width(range)).toBeLessThan(0.15);
    expect(ranges.outputTokens.least).toBeLessThan(8_000 * 150);
    expect(ranges.outputTokens.most).toBeGreaterThan(8_000 * 150);
    expect(ranges.inputTokens.likely / (800 * 6_000)).toBeCloseTo(1.02, 1);
  });

  it("is narrower when more calls were measured", () => {
    const widths = [5, 20, 200].map((calls) => width(after(measured(calls, 150)).outputTokens));
    expect(widths).toEqual(widths.toSorted((one, other) => other - one));
    expect(widths[2]).toBeLessThan(0.07);
  });

  it("is wider when calls differ more", () => {
    const alike = measured(20, 150);
    const samples = alike.samples.map((sample, at) => ({ ...sample, outputTokens: at % 2 === 0 ? 600 : 2_400 }));
    expect(width(after({ ...alike, samples }).outputTokens)).toBeGreaterThan(1.3 * width(after(alike).outputTokens));
  });

  it("expects more calls when measured replies were cut off", () => {
    const [short, long] = [after(measured(20, 200)), after(measured(20, 390))];
    expect(long.calls.likely).toBeGreaterThan(1.3 * short.calls.likely);
  });

  it("expects longer replies for longer chunks, in proportion at most", () => {
    const longer = { usualTokens: { inputTokens: 11_500, maxOutputTokens: 4_000 }, chunkTokens: 1_000 };
    const [same, twice] = [after(measured(5, 150)), after(measured(5, 150), longer)];
    expect(twice.outputTokens.likely).toBeGreaterThan(1.4 * same.outputTokens.likely);
    expect(twice.outputTokens.likely).toBeLessThan(2 * same.outputTokens.likely);
    expect(width(twice.outputTokens)).toBeGreaterThan(width(same.outputTokens));
  });

  it("expects cut-off replies for dense transcripts, and is wider when few transcripts were measured", () => {
    const output = (at: number): number => (at < 8 ? 100 : 480);
    const pending = Array.from({ length: 16 }, (_, at) => ({ transcript: `${at}`, chunks: 17, tokens: 8_500 }));
    const settled = (transcripts: readonly number[]) =>
      transcripts.flatMap((at) =>
        Array.from({ length: 48 / transcripts.length }, (_, chunk) => ({
          transcript: `${at}`,
          tokens: 500,
          outputTokens: output(at) * (0.9 + 0.1 * (chunk % 3)),
        })),
      );
    const planned = { chunks: 272, plannedCalls: 28, pending };
    const all = after(measured(5, 290), { ...planned, settled: settled([...pending.keys()]) });
    const first = after(measured(5, 100), { ...planned, settled: settled([0, 1]) });
    // Replies of the mean length fit their room.
    expect(after(measured(5, 290), planned).calls.likely).toBeLessThan(34);
    expect(all.calls.likely).toBeGreaterThan(40);
    expect(all.outputTokens.least).toBeLessThan(272 * 290);
    expect(all.outputTokens.most).toBeGreaterThan(272 * 290);
    expect(width(all.outputTokens)).toBeLessThan(0.2);
    expect(width(first.outputTokens)).toBeGreaterThan(2 * width(all.outputTokens));
    expect(all.basis).toMatch(/50 chunks of 16 transcripts\)\.$/);
    expect(first.basis).toMatch(/of 2 transcripts\)\. No chunk was measured in 14 of the 16 remaining transcripts\.$/);
  });

  it("says how many runs were measured", () => {
    expect(after(measured(5, 150, { runs: 3 })).basis).toContain(
      "Measured on 3 runs, most recently 20260301-140509-ab12",
    );
  });

  it("ignores measurements of another profile or stage, and of runs without a reply", () => {
    const unmeasured = estimateStage(PLANNED);
    for (const changes of [
      { profile: "openai:small prompt-2" },
      { stage: "embed" },
      { samples: [] },
      { settled: 0 },
    ] as const)
      expect(after(measured(5, 150, changes))).toEqual(unmeasured);
  });

  it("has no cost when the price is unknown", () => {
    const { costUsd, prices, priceSource, calls } = estimateStage({ ...PLANNED, pricing: UNKNOWN });
    expect({ costUsd, prices, priceSource }).toEqual({ costUsd: null, prices: null, priceSource: null });
    expect(calls.likely).toBeGreaterThan(800);
  });

  it("has no time when no limit is known, otherwise the time that the tightest limit needs", () => {
    const seconds = (perMinute: StageToEstimate["perMinute"], measurement: StageMeasurement | null = null) =>
      estimateStage({ ...PLANNED, perMinute, measurement }).seconds?.likely ?? null;
    expect(seconds({})).toBeNull();
    const [tokens, half, requests] = [
      seconds({ tokens: 200_000 }),
      seconds({ tokens: 100_000 }),
      seconds({ requests: 3 }),
    ];
    expect(half ?? 0).toBeGreaterThan(1.9 * (tokens ?? 0));
    expect(requests ?? 0).toBeGreaterThan(800 * 15);
    // The limit that was measured is lower than the configured one.
    expect(seconds({ tokens: 10_000_000 }, measured(5, 150))).toBeCloseTo(seconds({}, measured(5, 150)) ?? 0);
  });

  it("takes longer when the concurrency limit is lower", () => {
    const one = { maxConcurrent: 1, perMinute: {} };
    // A provider that was never called may have unknown limits.
    expect(estimateStage({ ...PLANNED, ...one }).seconds).toBeNull();
    const unlimited = measured(5, 150, { perMinute: {} });
    const [alone, ten] = [1, 10].map((most) => after(unlimited, { ...one, maxConcurrent: most }).seconds?.likely ?? 0);
    expect(Math.abs((alone ?? 0) / (800 * 20) - 1)).toBeLessThan(0.1);
    expect(Math.abs((ten ?? 0) / (80 * 20) - 1)).toBeLessThan(0.1);
    // The tighter of the two limits decides.
    const limited = [null, 100, 2].map((most) => after(measured(5, 150), { maxConcurrent: most }).seconds?.likely ?? 0);
    expect(limited[1]).toBe(limited[0]);
    expect(limited[2]).toBeGreaterThan(2 * (limited[0] ?? 0));
  });

  it("has no fewer calls than batches", () => {
    expect(after(measured(5, 220), { chunks: 9, plannedCalls: 1 }).calls).toMatchObject({ least: 1, likely: 1 });
    expect(after(measured(5, 220)).calls.least).toBeGreaterThanOrEqual(800);
  });

  it("is zero when no chunk is pending", () => {
    const { calls, costUsd, seconds } = estimateStage({ ...PLANNED, chunks: 0, plannedCalls: 0 });
    const nothing = { least: 0, likely: 0, most: 0 };
    expect({ calls, costUsd, seconds }).toEqual({ calls: nothing, costUsd: nothing, seconds: nothing });
  });

  it("has no output tokens for embeddings, and few extra calls", () => {
    const { outputTokens, calls, inputTokens } = estimateStage({
      ...PLANNED,
      stage: "embed",
      plannedCalls: 32,
      batchSize: 256,
      frameTokens: 0,
      chunkTokens: 500,
      usualTokens: { inputTokens: 125_000, maxOutputTokens: 0 },
    });
    expect(outputTokens.most).toBe(0);
    expect(calls.likely).toBeGreaterThanOrEqual(32);
    expect(calls.most).toBeLessThan(40);
    expect(inputTokens.least).toBeLessThan(4_000_000);
    expect(inputTokens.most).toBeGreaterThan(4_000_000);
  });
});
