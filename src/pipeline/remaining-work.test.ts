import { describe, expect, it } from "vitest";
import { remainingWork } from "./remaining-work.ts";

const measure = { calls: 2, contents: 20, inputTokens: 13_000, outputTokens: 4_000 };

describe("what remains after a run", () => {
  it("is what the run took, as often as it is still to be done", () => {
    expect(
      remainingWork([{ pending: 200, measure, paid: true, perMinute: { requests: 500, tokens: 200_000 } }]),
    ).toEqual({
      chunks: 200,
      calls: 20,
      inputTokens: 130_000,
      outputTokens: 40_000,
      seconds: 51,
    });
  });

  it("takes as long as the limit that binds most, in the slower lane", () => {
    const embedding = { calls: 1, contents: 20, inputTokens: 10_000, outputTokens: 0 };
    const remaining = remainingWork([
      { pending: 200, measure, paid: true, perMinute: { requests: 2, inputTokens: 1_000_000 } },
      { pending: 100, measure: embedding, paid: true, perMinute: { tokens: 100_000 } },
    ]);
    expect(remaining).toMatchObject({ chunks: 200, calls: 25, inputTokens: 180_000, seconds: 600 });
  });

  it("takes an unknown time where no limit is known", () => {
    expect(remainingWork([{ pending: 200, measure, paid: true, perMinute: {} }])?.seconds).toBeNull();
  });

  it("does not count what costs nothing, unless there is nothing else", () => {
    const free = { pending: 200, measure: { ...measure, calls: 20 }, perMinute: {}, paid: false };
    expect(remainingWork([{ pending: 100, measure, paid: true, perMinute: {} }, free])).toMatchObject({ calls: 10 });
    expect(remainingWork([free])).toMatchObject({ chunks: 200, calls: 200 });
  });

  it("is not told where nothing is pending or nothing was measured", () => {
    expect(remainingWork([{ pending: 0, measure, paid: true, perMinute: { requests: 1 } }])).toBeNull();
    const nothing = { calls: 3, contents: 0, inputTokens: 0, outputTokens: 0 };
    expect(remainingWork([{ pending: 9, measure: nothing, paid: true, perMinute: { requests: 1 } }])).toBeNull();
  });
});
