import { describe, expect, it } from "vitest";
import { cachedShare } from "./cached-share.ts";
import { createRandom } from "./random.ts";
import type { CallSample } from "./estimate.ts";
import { rangeOf } from "./range.ts";

const call = (cachedInputTokens: number): CallSample => ({
  chunks: 10,
  expectedInputTokens: 6_000,
  maxOutputTokens: 4_000,
  inputTokens: 6_000,
  cachedInputTokens,
  outputTokens: 2_000,
  ms: 20_000,
});

function drawn(samples: readonly CallSample[], runs = 1) {
  const draw = cachedShare({ samples, runs }, 0.25, createRandom(1));
  return rangeOf(Array.from({ length: 1_000 }, draw));
}

describe("the part of the tokens that a cache serves", () => {
  it("is that of the calls that found something, though the first call of each run found nothing", () => {
    const calls = [call(0), ...Array.from({ length: 20 }, () => call(1_500))];
    expect(drawn(calls).likely).toBeGreaterThan(0.24);
    expect(drawn([call(0), call(0), call(1_500), call(1_500)], 2).most).toBeCloseTo(0.25, 2);
  });

  it("is hardly anything where many calls found nothing, and unknown after one", () => {
    expect(drawn(Array.from({ length: 40 }, () => call(0))).most).toBeLessThan(0.02);
    const { least, most } = drawn([call(0)]);
    expect([least, most]).toEqual([0, 0.25]);
  });
});
