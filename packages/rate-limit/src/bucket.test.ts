import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bucket } from "./bucket.ts";

describe("a bucket", () => {
  it("gives its level at once, and says how long the rest takes", () => {
    const bucket = new Bucket({ capacity: 100, refill: 0.01 }, 100, 0);
    expect(bucket.waitFor(60, 0)).toBe(0);
    bucket.take(60, 0);
    expect(bucket.waitFor(60, 0)).toBe(2_000);
    expect(bucket.waitFor(60, 2_000)).toBe(0);
  });

  it("admits a call that is larger than itself when it is full, and refills the debt afterwards", () => {
    const bucket = new Bucket({ capacity: 100, refill: 0.01 }, 100, 0);
    expect(bucket.waitFor(250, 0)).toBe(0);
    bucket.take(250, 0);
    expect(bucket.waitFor(100, 0)).toBe(25_000);
  });

  it("never exceeds its capacity, is never negative, and never gives more than its refill", () => {
    const step = fc.record({ wait: fc.nat(5_000), amount: fc.double({ min: 0, max: 100, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.double({ min: 0, max: 100, noNaN: true }), (steps, start) => {
        const shape = { capacity: 100, refill: 0.02 };
        const bucket = new Bucket(shape, start, 0);
        let now = 0;
        let taken = 0;
        for (const { wait, amount } of steps) {
          now += wait;
          now += Math.ceil(bucket.waitFor(amount, now));
          bucket.take(amount, now);
          taken += amount;
          expect(bucket.level(now)).toBeGreaterThanOrEqual(0);
          expect(bucket.level(now)).toBeLessThanOrEqual(shape.capacity);
          expect(taken).toBeLessThanOrEqual(start + shape.refill * now + 1e-3);
        }
      }),
    );
  });

  it("keeps its level when its shape changes, up to the new capacity", () => {
    const bucket = new Bucket({ capacity: 100, refill: 0.01 }, 80, 0);
    bucket.reshape({ capacity: 50, refill: 0.005 }, 0);
    expect(bucket.level(0)).toBe(50);
    bucket.reshape({ capacity: 200, refill: 0.02 }, 0);
    expect(bucket.level(1_000)).toBe(70);
  });
});
