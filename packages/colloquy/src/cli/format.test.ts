import { describe, expect, it } from "vitest";
import { formatBudget, formatDollars } from "./format.ts";

describe("a sum of dollars", () => {
  it.each([
    [0, "$0"],
    [1e-300, "under $0.000000001"],
    [0.000_000_02, "$0.00000002"],
    [0.000_004_16, "$0.0000042"],
    [0.000_312, "$0.00031"],
    [0.004, "$0.004"],
    [0.0099, "$0.0099"],
    [0.02, "$0.02"],
    [0.0751, "$0.075"],
    [0.0999, "$0.10"],
    [0.6, "$0.60"],
    [1.234, "$1.23"],
    [12_345, "$12,345.00"],
  ])("%d is shown as %s", (usd, text) => {
    expect(formatDollars(usd)).toBe(text);
  });

  it("is shown as it was given where a user set it", () => {
    expect([5, 0.5, 0.000_05, 1.999, 12_345.1].map(formatBudget)).toEqual([
      "$5.00",
      "$0.50",
      "$0.00005",
      "$1.999",
      "$12,345.10",
    ]);
  });
});
