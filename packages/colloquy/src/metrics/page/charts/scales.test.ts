import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acrossScale, logAxisOf, timeAxisOf, valueAxisOf } from "./scales.ts";

describe("scales", () => {
  it("map values to positions and keep values outside at the nearer end", () => {
    const [linear, log] = [acrossScale(20), logAxisOf(1, 100, String).place];
    expect([-5, 0, 5, 20, 40].map((value) => linear(value))).toEqual([0, 0, 25, 100, 100]);
    expect([0, 1, 10, 100, 1_000].map((value) => log(value))).toEqual([0, 0, 50, 100, 100]);
  });

  it("map 0 to the beginning of an axis without length", () => {
    expect(acrossScale(0)(0)).toBe(0);
    expect(valueAxisOf(0, 150, true).place(0)).toBe(150);
  });
});

describe("ticks", () => {
  const values = (most: number, whole: boolean): readonly number[] =>
    valueAxisOf(most, 150, whole).ticks.map(({ value }) => value);

  it("are round and reach the highest value", () => {
    expect(values(46, true)).toEqual([0, 20, 40, 60]);
    expect(values(0.0083, false)).toEqual([0, 0.005, 0.01]);
    expect(values(1, true)).toEqual([0, 1]);
    expect(values(0, true)).toEqual([0, 1]);
  });

  it("are few and ascending, and enclose every value", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), fc.boolean(), (most, whole) => {
        const ticks = values(most, whole);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks).toEqual(ticks.toSorted((left, right) => left - right));
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * 0.999);
        if (whole) expect(ticks.every(Number.isInteger)).toBe(true);
      }),
    );
  });

  it("of one axis have labels in one unit", () => {
    const labels = (most: number): readonly string[] => valueAxisOf(most, 150, true).ticks.map(({ label }) => label);
    expect(labels(10_000)).toEqual(["0", "5k", "10k"]);
    expect(labels(4_000)).toEqual(["0", "1,000", "2,000", "3,000", "4,000"]);
    expect(labels(1_400_000)).toEqual(["0", "0.5M", "1M", "1.5M"]);
  });

  it("of time are few, in the largest unit that fits", () => {
    const labels = (seconds: number): readonly string[] => timeAxisOf(seconds).ticks.map(({ label }) => label);
    expect(labels(1_634)).toEqual(["0", "5 min", "10 min", "15 min", "20 min", "25 min"]);
    expect(labels(32_912)).toEqual(["0", "2 h", "4 h", "6 h", "8 h"]);
    expect(labels(0.3)).toEqual(["0", "100 ms", "200 ms", "300 ms"]);
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e7, noNaN: true }), (seconds) => {
        expect(labels(seconds).length).toBeLessThanOrEqual(8);
      }),
    );
  });

  it("of a logarithmic axis are 1, 2 and 5, or powers of ten when there are many", () => {
    const ticks = (from: number, to: number): readonly number[] =>
      logAxisOf(from, to, String).ticks.map(({ value }) => value);
    expect(ticks(80, 4_200)).toEqual([100, 200, 500, 1_000, 2_000]);
    expect(ticks(1, 100_000)).toEqual([1, 10, 100, 1_000, 10_000, 100_000]);
  });
});
