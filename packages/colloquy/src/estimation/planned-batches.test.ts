import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countBatches, plannedBatches } from "./planned-batches.ts";

const plan = (chunks: number, batchSize: number) => ({
  chunks,
  batchSize,
  plannedCalls: Math.ceil(chunks / batchSize),
});

describe("planned batches", () => {
  it("hold every chunk once, for any batch size and width", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 1, max: 3, noNaN: true }),
        (chunks, batchSize, width, moreCalls) => {
          const plannedCalls = Math.min(chunks, Math.ceil((chunks / batchSize) * moreCalls));
          const sizes = plannedBatches({ chunks, batchSize, plannedCalls }, width);
          let held = 0;
          for (const [size, count] of sizes) {
            expect(Number.isInteger(size) && size >= 1 && size <= batchSize, `a batch of ${size}`).toBe(true);
            held += size * count;
          }
          expect(held).toBe(chunks);
        },
      ),
    );
  });

  it("have the full size when one call is in flight at a time", () => {
    expect(plannedBatches(plan(95, 10), 1)).toEqual(
      new Map([
        [10, 9],
        [5, 1],
      ]),
    );
  });

  it("become smaller and more at the end when many calls are in flight", () => {
    const sizes = plannedBatches(plan(1_000, 10), 40);
    expect(sizes.get(10)).toBeGreaterThan(80);
    expect(Math.min(...sizes.keys())).toBeLessThan(4);
    expect(countBatches(sizes)).toBeGreaterThan(100);
  });

  it("are all smaller when tokens limit their size", () => {
    const sizes = plannedBatches({ chunks: 100, batchSize: 10, plannedCalls: 40 }, 1);
    expect([...sizes.keys()].toSorted()).toEqual([2, 3]);
    expect(countBatches(sizes)).toBe(40);
  });
});
