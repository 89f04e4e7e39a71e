import { describe, expect, it } from "vitest";
import { estimateQuestions, type QuestionsToEstimate } from "./estimate-questions.ts";
import type { StageMeasurement } from "./estimate.ts";

const COUNTED = { least: 800, likely: 800, most: 800 };
const JUDGING: QuestionsToEstimate = {
  stage: "judge",
  profile: "openai:m judge-1",
  model: "openai:m",
  questions: COUNTED,
  questionsPerCall: 80,
  frameTokens: 500,
  questionTokens: 30,
  pricing: {
    model: "openai:m",
    source: "test",
    prices: { input: 1, cachedInput: null, output: 10 },
    cost: ({ inputTokens, outputTokens }) => (inputTokens + 10 * outputTokens) / 1e6,
    mostOf: () => 1,
  },
  measurement: null,
  perMinute: { tokens: 10_000 },
  guess: null,
};
const sample = {
  chunks: 80,
  expectedInputTokens: 2_900,
  maxOutputTokens: 1_400,
  inputTokens: 5_800,
  cachedInputTokens: 0,
  outputTokens: 1_600,
  durationMs: 1,
};
const MEASUREMENT: StageMeasurement = {
  stage: "judge",
  profile: "openai:m judge-1",
  model: "openai:m",
  runId: "r1",
  runs: 1,
  batchSize: 80,
  samples: [sample, sample, sample],
  settled: 240,
  calls: 3,
  attempts: 3,
  replies: 3,
  seconds: 3,
  perMinute: {},
  admitted: {},
  peakInFlight: 1,
};

describe("an estimate of questions", () => {
  it("follows from their number, their size and the length of a verdict", () => {
    const { chunks, calls, inputTokens, outputTokens, costUsd, seconds } = estimateQuestions(JUDGING);
    expect(chunks).toBe(800);
    expect(calls).toEqual({ least: 10, likely: 11, most: 12 });
    expect(inputTokens.likely).toBe(Math.round((11 * 500 + 800 * 30) * 0.95));
    expect(outputTokens).toEqual({ least: 4_000, likely: 5_600, most: 12_000 });
    expect(costUsd?.likely).toBeCloseTo((inputTokens.likely + 10 * outputTokens.likely) / 1e6, 9);
    expect(seconds?.likely).toBeCloseTo((60 * (inputTokens.likely + outputTokens.likely)) / 10_000, 6);
  });

  it("uses the calls of earlier runs", () => {
    const { inputTokens, outputTokens, measuredOn, basis } = estimateQuestions({
      ...JUDGING,
      measurement: MEASUREMENT,
    });
    expect(inputTokens.likely).toBe((11 * 500 + 800 * 30) * 2);
    expect(outputTokens.likely).toBe(16_000);
    expect(measuredOn).toBe("r1");
    expect(basis).toBe("Measured on run r1 (3 calls).");
  });

  it("is as wide as the guess of their number, which it names", () => {
    const guess = "A rough guess: 3.4 pairs for each entity.";
    expect(estimateQuestions(JUDGING)).not.toHaveProperty("rough");
    const { calls, basis, rough } = estimateQuestions({
      ...JUDGING,
      questions: { least: 80, likely: 800, most: 8_000 },
      guess,
    });
    expect(calls).toEqual({ least: 1, likely: 11, most: 115 });
    expect(rough).toBe(true);
    expect(basis).toMatch(/^A rough guess: 3\.4 pairs for each entity\. This model was not measured/);
  });

  it("is nothing without a question, and has no cost without a price and no time without a limit", () => {
    const none = estimateQuestions({ ...JUDGING, questions: { least: 0, likely: 0, most: 0 } });
    expect(none).toMatchObject({ calls: { most: 0 }, inputTokens: { most: 0 }, costUsd: { most: 0 } });
    const unknown = { ...JUDGING, pricing: { ...JUDGING.pricing, cost: () => null }, perMinute: {} };
    expect(estimateQuestions(unknown)).toMatchObject({ costUsd: null, seconds: null });
  });
});
