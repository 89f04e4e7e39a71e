import { describe, expect, it } from "vitest";
import { amount, axisAmount, costRange, decimal, dollars, duration, givenDollars, milliseconds, moment, percent } from "./format.ts";

describe("numbers for people", () => {
  it("are dollars as exact as their size asks for, and never 0 where they are not known", () => {
    expect([0, 0.0003, 0.000116, 0.12, 1.3402, 12_345, null].map(dollars)).toEqual([
      "$0",
      "$0.0003",
      "$0.000116",
      "$0.12",
      "$1.34",
      "$12,345.00",
      "unknown",
    ]);
  });

  it("are bounds of a cost that is not known, as far as it has any", () => {
    const cost = { costUsd: null, costAtLeastUsd: 0.1, costAtMostUsd: 0.25 };
    expect(costRange({ ...cost, costUsd: 0.12 })).toBe("$0.12");
    expect(costRange(cost)).toBe("at least $0.1, at most $0.25");
    expect(costRange({ ...cost, costAtMostUsd: null })).toBe("at least $0.1");
    expect(costRange({ costUsd: null, costAtLeastUsd: 0, costAtMostUsd: null })).toBe("unknown");
  });

  it("are dollars as they were given where the user set them", () => {
    expect([5, 0.000_05, 1.999].map(givenDollars)).toEqual(["$5.00", "$0.00005", "$1.999"]);
  });

  it("are lengths of time from thousandths of a second to days", () => {
    expect([0, 0.0042, 0.142, 2.44, 59.7, 192, 32_912, 360_000].map(duration)).toEqual([
      "0 s",
      "4.2 ms",
      "142 ms",
      "2.4 s",
      "1 min 00 s",
      "3 min 12 s",
      "9 h 09 min",
      "100 h 00 min",
    ]);
    expect([0, 0.4, 85.4, 1_240, 12_400, 130_000].map(milliseconds)).toEqual([
      "0 ms",
      "0.4 ms",
      "85 ms",
      "1.24 s",
      "12.4 s",
      "2 min 10 s",
    ]);
  });

  it("are amounts, rates and shares", () => {
    expect([0, 940, 9_994, 12_340, 999_600, 5_800_000, 2_100_000_000].map(amount)).toEqual([
      "0",
      "940",
      "9,994",
      "12.3k",
      "1M",
      "5.8M",
      "2.1B",
    ]);
    expect([0, 0.417, 38.12, 1_203.7].map(decimal)).toEqual(["0", "0.42", "38.1", "1,204"]);
    expect([0, 0.004, 0.915, 1].map(percent)).toEqual(["0 %", "0.4 %", "92 %", "100 %"]);
    expect([0, 2_500, 10_000].map(axisAmount(10_000))).toEqual(["0", "2.5k", "10k"]);
  });

  it("are moments of a calendar, and words that are none as they stand", () => {
    expect(moment("2026-11-25T04:53:32.000Z")).toBe("25 November 2026 at 04:53 UTC");
    expect(moment("yesterday")).toBe("yesterday");
  });
});
