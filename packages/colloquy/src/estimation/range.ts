import type { Range } from "./estimate.ts";

/** What lies outside of a range: one case of ten. */
const OUTSIDE = 0.1;

export const NOTHING: Range = { least: 0, likely: 0, most: 0 };

/** The range that holds nine tenths of what may come. */
export function rangeOf(drawn: readonly number[]): Range {
  const sorted = drawn.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { least: at(OUTSIDE / 2), likely: at(0.5), most: at(1 - OUTSIDE / 2) };
}

/** Sums of shares miss a whole number by less than this. */
const ROUNDING = 1e-6;

/** Of counts that come whole. */
export function countRangeOf(drawn: readonly number[]): Range {
  const { least, likely, most } = rangeOf(drawn);
  return {
    least: Math.floor(least + ROUNDING),
    likely: Math.round(likely),
    most: Math.max(0, Math.ceil(most - ROUNDING)),
  };
}

/** Of things that come one beside the other; wider than it need be, since not all of them come dear at once. */
export function sumOfRanges(ranges: readonly Range[]): Range {
  const sum = (end: keyof Range): number => ranges.reduce((total, range) => total + range[end], 0);
  return { least: sum("least"), likely: sum("likely"), most: sum("most") };
}

/** Of things that go on at the same time: as long as the longest. */
export function longestOfRanges(ranges: readonly Range[]): Range {
  const longest = (end: keyof Range): number => Math.max(0, ...ranges.map((range) => range[end]));
  return { least: longest("least"), likely: longest("likely"), most: longest("most") };
}
