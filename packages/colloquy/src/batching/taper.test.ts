import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { taperedSize, taperWidth } from "./taper.ts";

const COST = { inputTokens: 7_500, maxOutputTokens: 4_000 };

/** The sizes of all batches of a run. */
function sizesOf(total: number, taper: { batchSize: number; width: number }): number[] {
  const sizes: number[] = [];
  for (let left = total; left > 0; left -= sizes.at(-1) ?? left)
    sizes.push(Math.min(left, taperedSize(left, total, taper)));
  return sizes;
}

describe("the taper of a run", () => {
  it("makes the last batches smaller and smaller, down to a quarter", () => {
    const sizes = sizesOf(1680, { batchSize: 10, width: 13 });
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1680);
    expect(sizes.slice(0, -1)).toEqual(sizes.slice(0, -1).toSorted((one, other) => other - one));
    expect(sizes.at(-2)).toBe(3);
    expect(sizes.length - 168).toBeLessThan(20);
  });

  it("needs at most a sixth more calls, for any limits", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 100_000 }),
        (total, batchSize, width) => {
          const sizes = sizesOf(total, { batchSize, width });
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(total);
          expect(Math.max(...sizes)).toBeLessThanOrEqual(batchSize);
          const plain = Math.ceil(total / batchSize);
          expect(sizes.length - plain).toBeLessThanOrEqual(plain / 6 + 4);
        },
      ),
    );
  });

  it("has no effect at a width of 1", () => {
    expect(sizesOf(25, { batchSize: 10, width: 1 })).toEqual([10, 10, 5]);
  });
});

describe("the width of a taper", () => {
  it("is the number of calls that the scarcest limit keeps in flight", () => {
    expect(taperWidth({ requests: 500, tokens: 200_000 }, COST)).toBe(11);
    expect(taperWidth({ requests: 12, tokens: 200_000 }, COST)).toBe(5);
    expect(taperWidth({ inputTokens: 750_000, outputTokens: 40_000 }, COST)).toBe(4);
    expect(taperWidth({ tokens: 10 }, COST)).toBe(1);
  });

  it("has a default if no limit for the call is known", () => {
    expect(taperWidth({}, COST)).toBe(12);
    expect(taperWidth({ outputTokens: 10 }, { inputTokens: 5, maxOutputTokens: 0 })).toBe(12);
  });
});
