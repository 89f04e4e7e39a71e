import { describe, expect, it } from "vitest";
import { chargeFactors } from "./charge-factors.ts";
import type { StageMeasurement } from "./estimate.ts";

/** A hundred calls of 6,000 tokens, with room for 4,000. */
const RUN = { calls: 100, inputTokens: 600_000, room: 400_000, larger: 600_000, outputTokens: 200_000 };
const measured = (admitted: StageMeasurement["admitted"], attempts = 100): StageMeasurement => ({
  stage: "extract",
  profile: "model",
  model: "model",
  runId: "run",
  runs: 1,
  batchSize: 10,
  samples: [],
  settled: 1_000,
  calls: attempts,
  attempts,
  replies: attempts,
  seconds: 200,
  perMinute: { tokens: 200_000 },
  admitted,
  peakInFlight: 10,
});

describe("the ratio of charged to expected tokens", () => {
  it("is the admitted ratio in a run with enough calls", () => {
    expect(chargeFactors(measured({ tokens: 720_000 }), RUN, 1).tokens).toBeCloseTo(1.2);
    expect(chargeFactors(measured({ inputTokens: 540_000, outputTokens: 100_000 }), RUN, 1)).toEqual({
      tokens: 1,
      inputTokens: 0.9,
      outputTokens: 0.5,
    });
  });

  it("is 1 in a run with too few calls to learn it", () => {
    const few = { ...RUN, calls: 20, inputTokens: 120_000, larger: 120_000 };
    expect(chargeFactors(measured({ tokens: 240_000 }, 20), few, 1).tokens).toBe(1);
  });

  it("never charges more than prompt and room together", () => {
    expect(chargeFactors(measured({ tokens: 6_000_000 }), RUN, 1).tokens).toBeCloseTo(1_000_000 / 600_000);
  });

  it("does not count retries", () => {
    const retried = measured({ tokens: 660_000 }, 110);
    expect(chargeFactors({ ...retried, calls: 100 }, RUN, 1).tokens).toBeCloseTo(1);
  });
});
