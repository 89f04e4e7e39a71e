import fc from "fast-check";
import { expect, it } from "vitest";
import { DisjointSets } from "./disjoint-sets.ts";

it("joins exactly the items that a chain of pairs connects", () => {
  const item = fc.nat(12);
  fc.assert(
    fc.property(fc.array(fc.tuple(item, item)), (pairs) => {
      const sets = new DisjointSets<number>();
      for (const [one, other] of pairs) sets.join(one, other);
      const connected = new Map<number, Set<number>>();
      for (const [one, other] of pairs) {
        const joined = new Set([one, other, ...(connected.get(one) ?? []), ...(connected.get(other) ?? [])]);
        for (const each of joined) connected.set(each, joined);
      }
      const inOrder = (found: Iterable<Iterable<number>>): unknown =>
        [...found].map((set) => [...set].toSorted((a, b) => a - b)).toSorted(([a = 0], [b = 0]) => a - b);
      expect(inOrder(sets.sets())).toEqual(inOrder(new Set(connected.values())));
      for (const [one, set] of connected) expect(set.has(sets.setOf(one))).toBe(true);
    }),
  );
});
