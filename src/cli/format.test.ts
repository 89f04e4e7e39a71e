import { describe, expect, it } from "vitest";
import { formatDollars } from "./format.ts";

describe("a sum of dollars", () => {
  it.each([
    [0, "$0"],
    [0.000_004, "under $0.0001"],
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
});
