import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearScale, logScale, logTicks, roundTicks, timeTicks } from "./scale.ts";

describe("scales", () => {
  it("place values from 0 to 1 and keep what lies outside at the nearer end", () => {
    expect([-5, 0, 5, 20, 40].map(linearScale(20))).toEqual([0, 0, 0.25, 1, 1]);
    expect([0, 1, 10, 100, 1_000].map(logScale(1, 100))).toEqual([0, 0, 0.5, 1, 1]);
  });

  it("place everything at the beginning of an axis that has no length", () => {
    expect([linearScale(0)(3), logScale(5, 5)(5)]).toEqual([0, 0]);
  });
});

describe("ticks", () => {
  it("are round and reach beyond the highest value", () => {
    expect(roundTicks(46, 4, true)).toEqual([0, 20, 40, 60]);
    expect(roundTicks(0.0083, 4, false)).toEqual([0, 0.0025, 0.005, 0.0075, 0.01]);
    expect(roundTicks(1, 4, true)).toEqual([0, 1]);
    expect(roundTicks(0, 4, true)).toEqual([0, 1]);
  });

  it("are few, rise, and hold every value between them, whatever it is", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), fc.boolean(), (most, whole) => {
        const ticks = roundTicks(most, 4, whole);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks).toEqual(ticks.toSorted((left, right) => left - right));
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * 0.999);
        if (whole) expect(ticks.every(Number.isInteger)).toBe(true);
      }),
    );
  });

  it("of time are those of a clock", () => {
    expect(timeTicks(1_634, 6)).toEqual([0, 300, 600, 900, 1_200, 1_500]);
    expect(timeTicks(32_912, 6)).toEqual([0, 7_200, 14_400, 21_600, 28_800]);
    expect(timeTicks(0.3, 6)).toEqual([0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]);
    expect(timeTicks(86_400 * 30, 6)).toHaveLength(7);
  });

  it("of a logarithmic axis are 1, 2 and 5, or powers of ten where there are many", () => {
    expect(logTicks(80, 4_200)).toEqual([100, 200, 500, 1_000, 2_000]);
    expect(logTicks(1, 100_000)).toEqual([1, 10, 100, 1_000, 10_000, 100_000]);
  });
});
