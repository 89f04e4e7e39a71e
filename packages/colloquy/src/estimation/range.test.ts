import { describe, expect, it } from "vitest";
import { countRangeOf, longestOfRanges, rangeOf, sumOfRanges } from "./range.ts";

const hundred = Array.from({ length: 101 }, (_, index) => 100 - index);

describe("a range", () => {
  it("holds nine tenths of the samples, and its likely value is their median", () => {
    expect(rangeOf(hundred)).toEqual({ least: 5, likely: 50, most: 95 });
  });

  it("of counts has whole numbers as ends, and is rounded outwards", () => {
    expect(countRangeOf(hundred.map((each) => each + 0.4))).toEqual({ least: 5, likely: 50, most: 96 });
  });

  it("of counts ignores rounding errors of sums", () => {
    expect(countRangeOf([1 - 1e-12, 1, 1 + 1e-12])).toEqual({ least: 1, likely: 1, most: 1 });
  });

  it("of costs is the sum of the ranges, and of parallel times the longest", () => {
    const [one, other] = [
      { least: 1, likely: 2, most: 9 },
      { least: 2, likely: 3, most: 4 },
    ];
    expect(sumOfRanges([one, other])).toEqual({ least: 3, likely: 5, most: 13 });
    expect(longestOfRanges([one, other])).toEqual({ least: 2, likely: 3, most: 9 });
    expect(longestOfRanges([])).toEqual({ least: 0, likely: 0, most: 0 });
  });
});
