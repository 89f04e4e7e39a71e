import { describe, expect, it } from "vitest";
import { Deadlines } from "./deadlines.ts";

const tokens = { inputTokens: 1_000, maxOutputTokens: 100 };
const seen = (firstMs: number, longestGapMs: number | null = 300): Deadlines => {
  const deadlines = new Deadlines(600_000);
  for (let reply = 0; reply < 20; reply++) deadlines.learn({ firstMs, longestGapMs, pace: 90 });
  return deadlines;
};

describe("deadlines", () => {
  it("are long while nothing is known, and never longer than the time for the whole reply", () => {
    expect(new Deadlines(600_000).first(tokens, 0)).toBe(80_000);
    expect(new Deadlines(600_000).next(0)).toBe(60_000);
    expect(new Deadlines(10_000).first(tokens, 0)).toBe(10_000);
  });

  it("are several times what is usual, and at least five seconds", () => {
    expect(seen(3_000).first(tokens, 0)).toBe(12_000);
    expect(seen(200).first(tokens, 0)).toBe(5_000);
    expect(seen(200, 2_000).next(0)).toBe(10_000);
  });

  it("double with each timeout of a call, so that a slow server can answer", () => {
    expect([0, 1, 2].map((patience) => seen(3_000).first(tokens, patience))).toEqual([12_000, 24_000, 48_000]);
  });

  it("follow a server that becomes slower", () => {
    const deadlines = seen(1_000);
    for (let reply = 0; reply < 200; reply++) deadlines.learn({ firstMs: 20_000, longestGapMs: null, pace: null });
    expect(deadlines.first(tokens, 0)).toBe(80_000);
  });
});
