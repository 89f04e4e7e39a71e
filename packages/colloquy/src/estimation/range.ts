import type { Range } from "./estimate.ts";

/** Share of the samples that lies outside a range. */
const OUTSIDE = 0.1;

export const NOTHING: Range = { least: 0, likely: 0, most: 0 };

/** The range that holds nine tenths of the samples. */
export function rangeOf(drawn: readonly number[]): Range {
  const sorted = drawn.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { least: at(OUTSIDE / 2), likely: at(0.5), most: at(1 - OUTSIDE / 2) };
}

/** Rounding errors of sums are smaller than this. */
const ROUNDING = 1e-6;

/** The range of samples that are whole numbers. */
export function countRangeOf(drawn: readonly number[]): Range {
  const { least, likely, most } = rangeOf(drawn);
  return {
    least: Math.floor(least + ROUNDING),
    likely: Math.round(likely),
    most: Math.max(0, Math.ceil(most - ROUNDING)),
  };
}

/** Adds ranges. The sum is wider than necessary, because not all values reach their upper end together. */
export function sumOfRanges(ranges: readonly Range[]): Range {
  const sum = (end: keyof Range): number => ranges.reduce((total, range) => total + range[end], 0);
  return { least: sum("least"), likely: sum("likely"), most: sum("most") };
}

/** The range of the longest of several times that run in parallel. */
export function longestOfRanges(ranges: readonly Range[]): Range {
  const longest = (end: keyof Range): number => Math.max(0, ...ranges.map((range) => range[end]));
  return { least: longest("least"), likely: longest("likely"), most: longest("most") };
}
