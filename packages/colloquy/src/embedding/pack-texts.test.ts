import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packTexts } from "./index.ts";

const sizes = (batches: Iterable<readonly { readonly tokens: number }[]>): number[][] =>
  [...batches].map((batch) => batch.map(({ tokens }) => tokens));
const items = (...tokens: number[]): { tokens: number }[] => tokens.map((count) => ({ tokens: count }));

describe("packTexts", () => {
  it("ends a batch at its limit of texts or of tokens", () => {
    expect(sizes(packTexts(items(1, 1, 1, 1), { maximumCount: 3, maximumTokens: 100 }))).toEqual([[1, 1, 1], [1]]);
    expect(sizes(packTexts(items(60, 40, 1), { maximumCount: 9, maximumTokens: 100 }))).toEqual([[60, 40], [1]]);
  });

  it("puts a larger item into a batch of its own", () => {
    expect(sizes(packTexts(items(1, 500, 1), { maximumCount: 9, maximumTokens: 100 }))).toEqual([[1], [500], [1]]);
  });

  it("keeps all items in their order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(300)),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 400 }),
        (tokens, maximumCount, maximumTokens) => {
          const batches = sizes(packTexts(items(...tokens), { maximumCount, maximumTokens }));
          expect(batches.flat()).toEqual(tokens);
          for (const batch of batches) {
            expect(batch.length).toBeGreaterThan(0);
            expect(batch.length).toBeLessThanOrEqual(maximumCount);
            if (batch.length > 1)
              expect(batch.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(maximumTokens);
          }
        },
      ),
    );
  });

  it("reads only as many items as a batch needs", () => {
    let taken = 0;
    function* endless(): Generator<{ tokens: number }> {
      for (;;) {
        taken++;
        yield { tokens: 1 };
      }
    }
    packTexts(endless(), { maximumCount: 5, maximumTokens: 100 }).next();
    expect(taken).toBe(6);
  });

  it("rejects limits below 1", () => {
    expect(() => packTexts([], { maximumCount: 0, maximumTokens: 1 }).next()).toThrow(
      "`maximumCount` of a batch to be at least 1",
    );
  });
});
