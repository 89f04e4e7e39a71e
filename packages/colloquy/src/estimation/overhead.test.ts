import { describe, expect, it } from "vitest";
import { createRandom } from "./random.ts";
import { type CountedOverhead, overheadOf } from "./overhead.ts";
import { rangeOf } from "./range.ts";

const USUAL = { mean: 0.03, deviation: 0.02 };

function drawn(counted?: CountedOverhead) {
  const draw = overheadOf(USUAL, createRandom(1), counted);
  const draws = Array.from({ length: 4_000 }, draw);
  return { ...rangeOf(draws), mean: draws.reduce((sum, each) => sum + each, 0) / draws.length };
}

describe("the overhead of calls", () => {
  it("is the usual one when no calls were counted", () => {
    expect(drawn().mean).toBeCloseTo(1.03, 2);
    expect(drawn().least).toBeGreaterThan(1);
  });

  it("hardly changes after a few counted calls, and follows many counted calls", () => {
    expect(drawn({ needed: 5, overhead: 0 }).mean).toBeCloseTo(1.03, 2);
    expect(drawn({ needed: 2_000, overhead: 200 }).mean).toBeCloseTo(1.1, 2);
    expect(drawn({ needed: 2_000, overhead: 0 }).mean).toBeLessThan(1.005);
  });

  it("is more certain when more calls were counted", () => {
    const width = ({ least, most }: { least: number; most: number }) => most - least;
    const [few, many] = [drawn({ needed: 100, overhead: 3 }), drawn({ needed: 3_000, overhead: 90 })];
    expect(width(many)).toBeLessThan(width(few) / 2);
  });

  it("is not negative when fewer calls were made than needed", () => {
    expect(drawn({ needed: 100, overhead: -20 })).toEqual(drawn({ needed: 100, overhead: 0 }));
  });
});
