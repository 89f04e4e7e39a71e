import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvenSample } from "./even-sample.ts";

function sampled(length: number, capacity: number): readonly number[] {
  const sample = new EvenSample<number>(capacity);
  for (let index = 0; index < length; index += 1) sample.offer(() => index);
  return sample.items;
}

describe("an even sample", () => {
  it("keeps everything while there is room", () => {
    expect(sampled(4, 4)).toEqual([0, 1, 2, 3]);
  });

  it("is spread evenly over all offered items and includes the first", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 50 }), (length, half) => {
        const capacity = 2 * half;
        const items = sampled(length, capacity);
        const step = (items[1] ?? 1) - (items[0] ?? 0);
        expect(items).toEqual(items.map((_, index) => index * step));
        expect(items.length).toBe(Math.ceil(length / step));
        expect(items.length).toBeLessThanOrEqual(capacity);
        if (length >= capacity) expect(items.length).toBeGreaterThan(half);
      }),
    );
  });
});
