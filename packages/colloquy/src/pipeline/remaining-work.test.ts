import { describe, expect, it } from "vitest";
import { type StageMeasure, remainingWork } from "./remaining-work.ts";

const measure: StageMeasure = {
  calls: 2,
  chunks: 20,
  reported: 2,
  inputTokens: 14_000,
  outputTokens: 4_000,
};
const price = { requests: 1, tokens: 7_000, inputTokens: 7_000 };
const asked = { measure, price, paid: true };

describe("what remains after a run", () => {
  it("is what the run took, as often as it is still to be done", () => {
    const perMinute = { requests: 500, tokens: 200_000 };
    const remaining = remainingWork([{ ...asked, pending: 200, perMinute }]);
    expect(remaining).toEqual({ chunks: 200, calls: 20, inputTokens: 140_000, outputTokens: 40_000, seconds: 0 });
    expect(remainingWork([{ ...asked, pending: 2_000, perMinute }])?.seconds).toBeCloseTo(7 * 60 - 60);
  });

  it("takes the time of what is charged, and of no more tokens than prompts have", () => {
    const cheap = { ...asked, price: { requests: 1, tokens: 5_000 } };
    const remaining = remainingWork([{ ...cheap, pending: 200, perMinute: { tokens: 50_000 } }]);
    expect(remaining).toMatchObject({ inputTokens: 140_000, outputTokens: 40_000, seconds: 60 });
    const dear = { ...asked, price: { requests: 1, tokens: 11_000 } };
    expect(remainingWork([{ ...dear, pending: 200, perMinute: { tokens: 70_000 } }])?.seconds).toBe(60);
  });

  it("takes as long as the limit that binds most, in the slower stage", () => {
    const embedding = { calls: 1, chunks: 20, reported: 1, inputTokens: 10_000, outputTokens: 0 };
    const remaining = remainingWork([
      { ...asked, pending: 200, perMinute: { requests: 2, inputTokens: 1_000_000 } },
      { ...asked, pending: 100, measure: embedding, perMinute: { tokens: 100_000 } },
    ]);
    expect(remaining).toMatchObject({ chunks: 200, calls: 25, inputTokens: 190_000, seconds: 540 });
  });

  it("takes an unknown time where no limit is known", () => {
    expect(remainingWork([{ ...asked, pending: 200, perMinute: {} }])?.seconds).toBeNull();
  });

  it("goes by the calls with reported usage, and has no number where none was reported", () => {
    const some = { ...measure, reported: 1, inputTokens: 7_000, outputTokens: 2_000 };
    expect(remainingWork([{ ...asked, pending: 200, measure: some, perMinute: {} }])).toMatchObject({
      inputTokens: 140_000,
      outputTokens: 40_000,
    });
    const none = { ...measure, reported: 0, inputTokens: 0, outputTokens: 0 };
    expect(remainingWork([{ ...asked, pending: 200, measure: none, perMinute: { tokens: 70_000 } }])).toEqual({
      chunks: 200,
      calls: 20,
      inputTokens: null,
      outputTokens: null,
      seconds: 60,
    });
  });

  it("does not count what costs nothing, unless there is nothing else", () => {
    const free = { ...asked, pending: 200, measure: { ...measure, calls: 20 }, perMinute: {}, paid: false };
    expect(remainingWork([{ ...asked, pending: 100, perMinute: {} }, free])).toMatchObject({ calls: 10 });
    expect(remainingWork([free])).toMatchObject({ chunks: 200, calls: 200 });
  });

  it("is not told where nothing is pending, or where a stage did nothing of what it has to do", () => {
    const done = { ...asked, pending: 0, perMinute: { requests: 1 } };
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
