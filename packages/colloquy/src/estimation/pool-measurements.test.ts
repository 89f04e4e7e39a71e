import { describe, expect, it } from "vitest";
import type { StageMeasurement } from "./estimate.ts";
import { poolMeasurements } from "./pool-measurements.ts";

function measured(runId: string, calls: number, changes: Partial<StageMeasurement> = {}): StageMeasurement {
  const sample = { chunks: 10, expectedInputTokens: 6_000, maxOutputTokens: 4_000, inputTokens: 6_000 };
  const samples = Array.from({ length: Math.min(400, calls) }, () => ({
    ...sample,
    cachedInputTokens: 0,
    outputTokens: 2_000,
    durationMs: calls,
  }));
  return {
    stage: "extract",
    profile: "model",
    model: "model",
    runId,
    runs: 1,
    batchSize: 10,
    samples,
    settled: 10 * calls,
    calls,
    attempts: calls + 1,
    replies: calls,
    seconds: calls,
    perMinute: { tokens: 200_000 },
    admitted: { tokens: 6_000 * calls },
    peakInFlight: calls,
    ...changes,
  };
}

describe("pooled measurements", () => {
  it("are those of one run with the calls of all runs", () => {
    const later = measured("second", 3, { perMinute: { requests: 500 }, admitted: { requests: 3 } });
    const pooled = poolMeasurements(measured("first", 5), later);
    expect(pooled).toMatchObject({
      runId: "second",
      runs: 2,
      settled: 80,
      calls: 8,
      attempts: 10,
      replies: 8,
      seconds: 8,
      perMinute: { tokens: 200_000, requests: 500 },
      admitted: { tokens: 30_000, requests: 3 },
      peakInFlight: 5,
    });
    expect(pooled.samples).toHaveLength(8);
    expect(poolMeasurements(pooled, measured("third", 1))).toMatchObject({ runs: 3, settled: 90 });
  });

  it("keep 400 samples, of each run in proportion to its calls", () => {
    const { samples } = poolMeasurements(measured("long", 3_000), measured("short", 1_000));
    expect(samples.length).toBe(400);
    expect(samples.filter(({ durationMs }) => durationMs === 3_000)).toHaveLength(300);
  });
});
