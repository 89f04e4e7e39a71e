import { describe, expect, it } from "vitest";
import { lending } from "./lending.ts";

const at = (ordinal: number, odds: number, transcript = "a") => ({ transcript, ordinal, logOdds: Math.log(odds) });

describe("lending", () => {
  it("adds shares of the odds of the chunks at each distance in the same transcript", () => {
    const chunks = [at(1, 8), at(2, 1), at(4, 16), at(3, 100, "b")];
    const lent = lending(chunks, [0.5, 0.25]);
    expect(Math.exp(lent(at(2, 1)))).toBeCloseTo(1 + 0.5 * 8 + 0.25 * 16, 10);
    expect(Math.exp(lent(at(3, 2)))).toBeCloseTo(2 + 0.5 * (1 + 16) + 0.25 * 8, 10);
    expect(Math.exp(lent(at(3, 2, "none")))).toBeCloseTo(2, 10);
  });

  it("adds nothing without shares", () => {
    expect(lending([at(1, 8), at(2, 1)], [])(at(2, 1))).toBe(0);
  });
});
