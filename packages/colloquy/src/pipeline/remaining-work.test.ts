import { describe, expect, it } from "vitest";
import { type StageMeasure, remainingWork } from "./remaining-work.ts";

const measure: StageMeasure = {
  calls: 2,
  chunks: 20,
  reported: 2,
  inputTokens: 14_000,
  outputTokens: 4_000,
};
const charge = { requests: 1, tokens: 7_000, inputTokens: 7_000 };
const stage = { measure, charge, paid: true };

describe("the remaining work of a run", () => {
  it("is the work of the run, in proportion to the pending chunks", () => {
    const perMinute = { requests: 500, tokens: 200_000 };
    const remaining = remainingWork([{ ...stage, pending: 200, perMinute }]);
    expect(remaining).toEqual({ chunks: 200, calls: 20, inputTokens: 140_000, outputTokens: 40_000, seconds: 0 });
    expect(remainingWork([{ ...stage, pending: 2_000, perMinute }])?.seconds).toBeCloseTo(7 * 60 - 60);
  });

  it("takes the time of the charged amounts, with no more tokens than prompts have", () => {
    const cheap = { ...stage, charge: { requests: 1, tokens: 5_000 } };
    const remaining = remainingWork([{ ...cheap, pending: 200, perMinute: { tokens: 50_000 } }]);
    expect(remaining).toMatchObject({ inputTokens: 140_000, outputTokens: 40_000, seconds: 60 });
    const dear = { ...stage, charge: { requests: 1, tokens: 11_000 } };
    expect(remainingWork([{ ...dear, pending: 200, perMinute: { tokens: 70_000 } }])?.seconds).toBe(60);
  });

  it("takes as long as the tightest limit of the slower stage", () => {
    const embedding = { calls: 1, chunks: 20, reported: 1, inputTokens: 10_000, outputTokens: 0 };
    const remaining = remainingWork([
      { ...stage, pending: 200, perMinute: { requests: 2, inputTokens: 1_000_000 } },
      { ...stage, pending: 100, measure: embedding, perMinute: { tokens: 100_000 } },
    ]);
    expect(remaining).toMatchObject({ chunks: 200, calls: 25, inputTokens: 190_000, seconds: 540 });
  });

  it("takes an unknown time when no limit is known", () => {
    expect(remainingWork([{ ...stage, pending: 200, perMinute: {} }])?.seconds).toBeNull();
  });

  it("uses the calls with reported usage, and has no tokens when none was reported", () => {
    const some = { ...measure, reported: 1, inputTokens: 7_000, outputTokens: 2_000 };
    expect(remainingWork([{ ...stage, pending: 200, measure: some, perMinute: {} }])).toMatchObject({
      inputTokens: 140_000,
      outputTokens: 40_000,
    });
    const none = { ...measure, reported: 0, inputTokens: 0, outputTokens: 0 };
    expect(remainingWork([{ ...stage, pending: 200, measure: none, perMinute: { tokens: 70_000 } }])).toEqual({
      chunks: 200,
      calls: 20,
      inputTokens: null,
      outputTokens: null,
      seconds: 60,
    });
  });

  it("does not count free stages, unless all stages are free", () => {
    const free = { ...stage, pending: 200, measure: { ...measure, calls: 20 }, perMinute: {}, paid: false };
    expect(remainingWork([{ ...stage, pending: 100, perMinute: {} }, free])).toMatchObject({ calls: 10 });
    expect(remainingWork([free])).toMatchObject({ chunks: 200, calls: 200 });
  });

  it("is null when no chunk is pending, or a stage with pending chunks settled none", () => {
    const done = { ...stage, pending: 0, perMinute: { requests: 1 } };
    expect(remainingWork([done])).toBeNull();
    const failed = { ...done, pending: 9, measure: { ...measure, chunks: 0 } };
    expect(remainingWork([failed])).toBeNull();
    expect(remainingWork([{ ...done, pending: 100 }, failed])).toBeNull();
    expect(
      remainingWork([
        { ...done, pending: 100 },
        { ...failed, pending: 0 },
      ]),
    ).toMatchObject({ calls: 10 });
  });
});
