import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LogHistogram } from "./log-histogram.ts";

function distributionOf(times: readonly number[]) {
  const histogram = new LogHistogram();
  for (const time of times) histogram.add(time);
  return histogram.distribution;
}

function exact(times: readonly number[], share: number): number {
  return [...times].sort((one, other) => one - other)[Math.ceil(share * times.length) - 1] ?? Number.NaN;
}

const times = fc.array(
  fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 1, max: 300_000, noNaN: true }),
    fc.integer({ min: 0, max: 40_000_000 }),
  ),
  { minLength: 1, maxLength: 400 },
);

describe("a histogram of times", () => {
  it("has percentiles within 1 % of the exact ones, or a tenth of a millisecond", () => {
    fc.assert(
      fc.property(times, (all) => {
        // More times than are kept exactly.
        const many = Array.from({ length: Math.ceil(501 / all.length) }, () => all).flat();
        const distribution = distributionOf(many);
        for (const [share, found] of [
          [0.5, distribution?.p50],
          [0.9, distribution?.p90],
          [0.99, distribution?.p99],
        ] as const) {
          const right = exact(many, share);
          expect(Math.abs((found ?? Number.NaN) - right)).toBeLessThanOrEqual(Math.max(0.1, 0.01 * right) + 1e-9);
        }
      }),
    );
  });

  it("has exact percentiles of a few hundred times", () => {
    const few = [912, 88.25, 1_530, 431, 2_905.5, 640, 705];
    expect(distributionOf(few)).toMatchObject({ p50: 705, p90: 2_905.5, p99: 2_905.5, max: 2_905.5 });
    fc.assert(
      fc.property(times, (all) => {
        const { p50, p90, p99 } = distributionOf(all) ?? {};
        expect([p50, p90, p99]).toEqual([exact(all, 0.5), exact(all, 0.9), exact(all, 0.99)]);
      }),
    );
  });

  it("has percentiles in order, between the shortest and the longest time", () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 9 }), (all, repeated) => {
        const many = Array.from({ length: repeated }, () => all).flat();
        const { p50 = 0, p90 = 0, p99 = 0, max = 0 } = distributionOf(many) ?? {};
        const ascending = [Math.min(...all), p50, p90, p99, max];
        expect(ascending).toEqual(ascending.toSorted((one, other) => one - other));
        expect(max).toBe(Math.max(...all));
      }),
    );
  });

  it("has the exact count, mean and maximum", () => {
    expect(distributionOf([0, 10, 50])).toMatchObject({ count: 3, mean: 20, max: 50 });
  });

  it("has adjacent bars of equal width on a logarithmic axis that count every time once", () => {
    fc.assert(
      fc.property(times, (all) => {
        const bars = distributionOf(all)?.histogram ?? [];
        expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        expect(bars.length).toBeLessThanOrEqual(30);
        for (const [index, bar] of bars.entries()) {
          const next = bars[index + 1];
          if (next !== undefined) expect(next.fromMs).toBeCloseTo(bar.toMs, 6);
          const from = index === 0 ? -1 : bar.fromMs * (1 - 1e-9);
          const inside = all.filter((time) => time > from && time <= bar.toMs * (1 + 1e-9)).length;
          expect(inside).toBeGreaterThanOrEqual(bar.count);
          expect(Math.log(bar.toMs / bar.fromMs)).toBeCloseTo(
            Math.log((bars[0]?.toMs ?? 0) / (bars[0]?.fromMs ?? 0)),
            6,
          );
        }
      }),
    );
  });

  it("is null without times", () => {
    expect(distributionOf([])).toBeNull();
  });
});
