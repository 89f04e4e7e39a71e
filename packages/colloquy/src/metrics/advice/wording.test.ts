import { describe, expect, it } from "vitest";
import { counted, dollars, duration, number, percent } from "./wording.ts";

describe("numbers in advice", () => {
  it("are shares as people say them", () => {
    expect([0.924, 0.004, 0, 1].map(percent)).toEqual(["92 %", "0.4 %", "0 %", "100 %"]);
  });

  it("are times in one unit, or hours and minutes", () => {
    expect([8.23, 9.97, 89, 90, 150, 594, 600, 3599, 7500].map(duration)).toEqual([
      "8.2 s",
      "10 s",
      "89 s",
      "1.5 min",
      "2.5 min",
      "9.9 min",
      "10 min",
      "1 h 00 min",
      "2 h 05 min",
    ]);
  });

  it("are dollars with cents, small sums with two figures", () => {
    expect([1234.5, 0.42, 0.00416, 0].map(dollars)).toEqual(["$1,234.50", "$0.42", "$0.0042", "$0.00"]);
  });

  it("are counts with separators", () => {
    expect([number(8834), counted(1, "call"), counted(1200, "call")]).toEqual(["8,834", "1 call", "1,200 calls"]);
  });
});
