import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSpread } from "./spread.ts";

const taken = (take: number, of: number): number[] =>
  Array.from({ length: of }, (_, rank) => rank).filter((rank) => isSpread(rank, { take, of }));

describe("a systematic sample", () => {
  it("takes exactly the requested number, one from each stretch", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 2_000 }), (take, more) => {
        const of = take + more;
        const ranks = taken(take, of);
        expect(ranks).toHaveLength(take);
        for (const [stretch, rank] of ranks.entries()) {
          expect(rank).toBeGreaterThanOrEqual(Math.floor((stretch * of) / take));
          expect(rank).toBeLessThan(Math.ceil(((stretch + 1) * of) / take));
        }
      }),
    );
  });

  it("takes everything if everything is requested", () => {
    expect(taken(7, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("takes different positions of files that are all as long as a stretch", () => {
    const positions = taken(10, 200).map((rank) => rank % 20);
    expect(new Set(positions).size).toBeGreaterThan(6);
    expect(Math.min(...positions)).toBeLessThan(5);
    expect(Math.max(...positions)).toBeGreaterThan(14);
  });
});
