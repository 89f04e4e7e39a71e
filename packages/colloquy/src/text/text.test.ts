import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  counted,
  displayWidth,
  formatAmount,
  formatClock,
  formatCost,
  formatCount,
  formatDecimal,
  formatDollars,
  formatDuration,
  formatEnds,
  formatExactDollars,
  formatMilliseconds,
  formatMoment,
  formatPercent,
  formatRange,
  formatTimeLeft,
  numberColumns,
  padColumns,
  tableLines,
  textColumns,
  truncate,
  wrap,
  wrapLines,
} from "./index.ts";

describe("numbers", () => {
  it("show all digits of counts, and the noun in singular or plural", () => {
    expect([0, 8_834, 1_234_567.6].map(formatCount)).toEqual(["0", "8,834", "1,234,568"]);
    expect([counted(1, "call"), counted(1_200, "call"), counted(2, "retry", "retries")]).toEqual([
      "1 call",
      "1,200 calls",
      "2 retries",
    ]);
  });

  it("abbreviate amounts, and show three significant digits of decimals", () => {
    expect([0, 940, 9_994, 12_340, 187_000, 999_600, 5_800_000, 2_100_000_000].map(formatAmount)).toEqual([
      "0",
      "940",
      "9,994",
      "12.3k",
      "187k",
      "1M",
      "5.8M",
      "2.1B",
    ]);
    expect([0, 0.417, 7.25, 38.12, 1_203.7].map(formatDecimal)).toEqual(["0", "0.417", "7.25", "38.1", "1,204"]);
  });

  it("show shares in percent", () => {
    expect([0, 0.004, 0.05, 0.915, 1].map((share) => formatPercent(share))).toEqual([
      "0 %",
      "0.4 %",
      "5.0 %",
      "92 %",
      "100 %",
    ]);
    expect(formatPercent(0.963, 1)).toBe("96.3 %");
  });

  it("show ranges, and a single value when both ends have the same text", () => {
    expect(formatRange({ least: 5.2e6, likely: 5.8e6, most: 6.4e6 }, formatAmount)).toBe("5.8M (5.2M to 6.4M)");
    expect(formatRange({ least: 884, likely: 884, most: 884 }, formatCount)).toBe("884");
    expect(formatEnds({ least: 1, most: 2 }, formatCount)).toBe("1 to 2");
    expect(formatEnds({ least: 1, most: 1.2 }, formatCount)).toBe("1");
  });
});

describe("an amount of dollars", () => {
  it.each([
    [null, "unknown"],
    [0, "$0"],
    [1e-300, "under $0.000000001"],
    [0.000_000_02, "$0.00000002"],
    [0.000_004_164, "$0.00000416"],
    [0.000_116, "$0.000116"],
    [0.004, "$0.004"],
    [0.0099, "$0.0099"],
    [0.009_999_9, "$0.01"],
    [0.02, "$0.02"],
    [0.0751, "$0.0751"],
    [0.1, "$0.10"],
    [0.431, "$0.431"],
    [0.6, "$0.60"],
    [0.9996, "$1.00"],
    [1.234, "$1.23"],
    [12_345, "$12,345.00"],
  ])("%d is shown as %s", (usd, text) => {
    expect(formatDollars(usd)).toBe(text);
  });

  it("is shown with all digits that a user entered", () => {
    expect([5, 0.5, 0.000_05, 1.999, 12_345.1].map(formatExactDollars)).toEqual([
      "$5.00",
      "$0.50",
      "$0.00005",
      "$1.999",
      "$12,345.10",
    ]);
  });

  it("is shown by its bounds when it is unknown", () => {
    const cost = { costUsd: null, costAtLeastUsd: 0.1, costAtMostUsd: 0.25 };
    expect(formatCost({ ...cost, costUsd: 0.12 })).toBe("$0.12");
    expect(formatCost(cost)).toBe("at least $0.10, at most $0.25");
    expect(formatCost({ ...cost, costAtMostUsd: null })).toBe("at least $0.10");
    expect(formatCost({ costUsd: null, costAtLeastUsd: 0, costAtMostUsd: null })).toBe("unknown");
  });
});

describe("times", () => {
  it("are durations from fractions of a millisecond to days", () => {
    expect([0, 0.0042, 0.142, 2.44, 12, 12.34, 59.7, 59.97, 192, 3_599.6, 7_500, 360_000].map(formatDuration)).toEqual([
      "0 s",
      "4.2 ms",
      "142 ms",
      "2.44 s",
      "12 s",
      "12.3 s",
      "59.7 s",
      "1 min 00 s",
      "3 min 12 s",
      "1 h 00 min",
      "2 h 05 min",
      "100 h 00 min",
    ]);
    expect([0.4, 85.4, 999.6, 1_240, 130_000].map(formatMilliseconds)).toEqual([
      "0.4 ms",
      "85 ms",
      "1 s",
      "1.24 s",
      "2 min 10 s",
    ]);
  });

  it("that remain are whole seconds", () => {
    expect([0.2, 12.3, 1_747].map(formatTimeLeft)).toEqual(["1 s", "13 s", "29 min 07 s"]);
  });

  it("are positions in a recording", () => {
    expect([0, 61_999, 3_723_000, null].map(formatClock)).toEqual(["00:00:00", "00:01:01", "01:02:03", null]);
  });

  it("are dates, and a text that is not a date is unchanged", () => {
    expect(formatMoment("2026-11-25T04:53:32.000Z")).toBe("25 November 2026 at 04:53 UTC");
    expect(formatMoment("yesterday")).toBe("yesterday");
  });
});

describe("columns of a terminal", () => {
  it("are counted as a terminal shows them: none for colours, two for letters of some scripts", () => {
    expect(["abc", "\u001b[31mabc\u001b[39m", "日本", "e\u0301"].map(displayWidth)).toEqual([3, 3, 4, 1]);
    expect(padColumns("日本", 6)).toBe("日本  ");
    expect(padColumns("1", 3, "right")).toBe("  1");
  });

  it("limit a text, which is shortened with an ellipsis", () => {
    expect([truncate("abcdef", 6), truncate("abc def", 5), truncate("日本語", 4)]).toEqual(["abcdef", "abc…", "日…"]);
  });
});

describe("a wrapped text", () => {
  const WIDTH = 100;

  it("loses no word and keeps each line within the width", () => {
    const text = fc.array(fc.string({ minLength: 1, maxLength: 150 }).filter((word) => /^[!-~]+$/.test(word)));
    fc.assert(
      fc.property(text, (words) => {
        const lines = wrapLines(words.join(" "), WIDTH, "- ", "  ");
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(WIDTH);
        expect(lines.join("").replaceAll(" ", "").slice(1)).toBe(words.join(""));
      }),
    );
  });

  it("keeps its colours and its indent", () => {
    expect(wrap("one two three four", 12, "  ")).toBe("  one two\n  three four");
    expect(wrap("\u001b[31mone two three four\u001b[39m", 12)).toBe(
      "\u001b[31mone two\u001b[39m\n\u001b[31mthree four\u001b[39m",
    );
  });
});

describe("a table", () => {
  const columns = [...textColumns("model"), ...numberColumns("tokens")];

  it("aligns its columns, numbers to the right", () => {
    const rows = [
      ["a", "1"],
      ["longer", "1,234,567"],
    ];
    expect(tableLines(columns, rows, { indent: "  " })).toEqual([
      "  model      tokens",
      "  a               1",
      "  longer  1,234,567",
    ]);
  });

  it("shortens texts that are too wide, but no numbers", () => {
    const lines = tableLines(columns, [["m".repeat(300), "9".repeat(30)]], { width: 100 });
    expect(lines.map(displayWidth)).toEqual([100, 100]);
    expect(lines[1]).toMatch(/m… {2}9{30}$/);
  });

  it("keeps each cell on one line, without escape sequences", () => {
    expect(tableLines(columns, [["a\nb\u001b[31m", "1"]])).toHaveLength(2);
    expect(tableLines(columns, [["a\u001b[31mb", "1"]]).join("")).not.toContain("\u001b");
  });
});
