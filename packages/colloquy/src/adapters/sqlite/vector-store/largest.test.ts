import fc from "fast-check";
import { expect, it } from "vitest";
import { largest } from "./largest.ts";

it("is the value at a rank of the first values in descending order, and -Infinity beyond their number", () => {
  const values = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), { maxLength: 60 });
  fc.assert(
    fc.property(values, fc.nat(60), fc.integer({ min: 1, max: 62 }), (all, cut, rank) => {
      const length = Math.min(cut, all.length);
      const sorted = all.slice(0, length).toSorted((one, other) => other - one);
      expect(largest(Float64Array.from(all), length, rank) === (sorted[rank - 1] ?? Number.NEGATIVE_INFINITY)).toBe(
        true,
      );
    }),
  );
});
