import { describe, expect, it } from "vitest";
import { estimateHeight } from "./heights.ts";

// 63 characters fit in a line, of which 60 are used.
const measures = { width: 630, character: 10, line: 30, turn: 12, name: 0 };

describe("the estimated height of a chunk", () => {
  it("is a line for each turn when turns are short", () => {
    expect(estimateHeight(400, 20, measures)).toBe(20 * (30 + 12));
  });

  it("is the lines of the words, and half a line for the end, when turns are long", () => {
    expect(estimateHeight(2_400, 600, measures)).toBe(4 * (10.5 * 30 + 12));
  });

  it("is that of one turn for a part of a turn that is longer than a chunk", () => {
    expect(estimateHeight(2_400, 80_000, measures)).toBe(40.5 * 30 + 12);
  });

  it("grows in a narrow column, and with names above the words", () => {
    const wide = estimateHeight(2_000, 200, measures);
    expect(estimateHeight(2_000, 200, { ...measures, width: 300 })).toBeGreaterThan(1.8 * wide);
    expect(estimateHeight(2_000, 200, { ...measures, name: 24 })).toBe(wide + 10 * 24);
  });

  it("is a number for a transcript without turns or without a width yet", () => {
    expect(estimateHeight(0, 0, measures)).toBe(42);
    expect(estimateHeight(100, 50, { ...measures, width: 0 })).toBeGreaterThan(0);
  });
});
