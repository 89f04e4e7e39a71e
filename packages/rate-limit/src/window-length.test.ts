import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowLength } from "./window-length.ts";

describe("the window of a limit", () => {
  it("is a minute if a bucket of 500 is full again 120 ms after one request", () => {
    expect(windowLength({ limit: 500, remaining: 499, resetMs: 120 }, null)).toBe(60_000);
  });

  it("is a day if a bucket of 10,000 is full again after 8.64 s", () => {
    expect(windowLength({ limit: 10_000, remaining: 9_999, resetMs: 8_640 }, null)).toBe(86_400_000);
  });

  it("is not overestimated from a reset in whole seconds", () => {
    expect(windowLength({ limit: 500, remaining: 499, resetMs: 1_000 }, null)).toBe(60_000);
  });

  it("is found from any reading of a limit with a known window", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1_000, 10_000, 60_000, 3_600_000, 86_400_000),
        fc.integer({ min: 100_000, max: 10_000_000 }),
        fc.double({ min: 0.05, max: 0.99, noNaN: true }),
        (window, limit, share) => {
          const used = Math.floor(limit * share);
          const resetMs = Math.round((used * window) / limit);
          // A whole second may be rounded, so that the window is unknown.
          fc.pre(resetMs % 1_000 !== 0);
          expect(windowLength({ limit, remaining: limit - used, resetMs }, null)).toBe(window);
        },
      ),
    );
  });

  it("is not underestimated when most of a reported unit has flowed off", () => {
    expect(windowLength({ limit: 500, remaining: 499, resetMs: 12 }, 60_000)).toBe(60_000);
    expect(windowLength({ limit: 500, remaining: 499, resetMs: 2 }, 60_000)).toBe(60_000);
  });

  it("stays as it was at any level of its bucket", () => {
    const rounding = fc.constantFrom(Math.floor, Math.ceil, Math.round);
    const amount = (max: number) => fc.double({ min: 0, max, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(1_000, 10_000, 60_000, 3_600_000, 86_400_000),
        fc.oneof(fc.integer({ min: 3, max: 1_000 }), fc.integer({ min: 3, max: 10_000_000 })),
        fc.oneof(amount(1), amount(3), amount(10_000_000)),
        fc.tuple(rounding, rounding, fc.constantFrom(1, 1_000)),
        (window, limit, drawn, [roundUnits, roundTime, grain]) => {
          const used = Math.min(drawn, limit);
          const remaining = roundUnits(limit - used);
          const resetMs = grain * roundTime((used * window) / limit / grain);
          expect(windowLength({ limit, remaining, resetMs }, window)).toBe(window);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("stays as it was if a reading fits it, and if nothing is used or left", () => {
    expect(windowLength({ limit: 500, remaining: 0, resetMs: 120_000 }, 60_000)).toBe(60_000);
    expect(windowLength({ limit: 500, remaining: 490, resetMs: 1_000 }, 10_000)).toBe(10_000);
    expect(windowLength({ limit: 500, remaining: 500, resetMs: 0 }, 10_000)).toBe(10_000);
  });
});
