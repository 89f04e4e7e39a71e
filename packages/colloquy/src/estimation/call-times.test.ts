import { describe, expect, it } from "vitest";
import { callTimes } from "./call-times.ts";
import { createRandom } from "./random.ts";
import type { CallSample } from "./estimate.ts";
import { rangeOf } from "./range.ts";

const call = (changes: Partial<CallSample>): CallSample => ({
  chunks: 50,
  expectedInputTokens: 25_000,
  maxOutputTokens: 0,
  inputTokens: 25_000,
  cachedInputTokens: 0,
  outputTokens: 0,
  durationMs: 800,
  ...changes,
});

function firstTokens(samples: readonly CallSample[], chunks: number) {
  const draw = callTimes(samples, chunks, createRandom(1));
  return rangeOf(Array.from({ length: 2_000 }, () => draw().firstTokenMs));
}

describe("call times", () => {
  it("grow at most in proportion to the chunks of a call whose reply has no tokens", () => {
    const same = Array.from({ length: 40 }, () => call({}));
    const [usual, larger] = [firstTokens(same, 50), firstTokens(same, 200)];
    expect(larger.least / usual.least).toBeLessThan(1.3);
    expect(larger.most / usual.most).toBeGreaterThan(2.8);
    expect(larger.most / usual.most).toBeLessThan(4);
    expect(firstTokens(same, 10)).toEqual(usual);
  });

  it("are more uncertain when fewer calls were measured", () => {
    const width = (count: number): number => {
      const { least, likely, most } = firstTokens(
        Array.from({ length: count }, () => call({})),
        50,
      );
      return (most - least) / likely;
    };
    expect(width(2)).toBeGreaterThan(2 * width(40));
  });
});
