import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PeakAtOnce } from "./intervals.ts";

interface Span {
  readonly begin: number;
  readonly end: number;
}

const spans = fc.array(
  fc.record({ begin: fc.nat(100), lasts: fc.nat(40) }).map(({ begin, lasts }): Span => ({ begin, end: begin + lasts })),
  { maxLength: 60 },
);

function peakOf(all: readonly Span[]): number {
  const peak = new PeakAtOnce();
  for (const { begin, end } of all.toSorted((one, other) => one.end - other.end)) peak.add(begin, end);
  return peak.peak;
}

describe("the peak of overlapping intervals", () => {
  it("is the number of intervals at the busiest moment, for any overlap", () => {
    fc.assert(
      fc.property(spans, (all) => {
        // Between the moments at which an interval begins or ends.
        const moments = Array.from({ length: 141 }, (_, moment) => moment + 0.5);
        const lasting = all.filter(({ begin, end }) => end > begin);
        const busiest = moments.map(
          (moment) => lasting.filter(({ begin, end }) => begin < moment && moment < end).length,
        );
        expect(peakOf(lasting)).toBe(Math.max(0, ...busiest));
      }),
    );
  });

  it("is one for consecutive intervals, and zero without intervals", () => {
    expect(
      peakOf([
        { begin: 0, end: 5 },
        { begin: 5, end: 9 },
        { begin: 9, end: 9 },
      ]),
    ).toBe(1);
    expect(peakOf([])).toBe(0);
  });
});
