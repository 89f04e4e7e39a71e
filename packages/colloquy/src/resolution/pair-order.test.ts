import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inNeighbourhoods } from "./pair-order.ts";

const key = fc.integer({ min: 0, max: 30 }).map(String);
const pair = fc.record({ first: key, second: key }).filter(({ first, second }) => first < second);
const pairs = fc.uniqueArray(pair, { selector: ({ first, second }) => `${first} ${second}` });

describe("pairs in neighbourhoods", () => {
  it("are the same pairs, in an order that does not depend on the given one", () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 9 }), (given, size) => {
        const ordered = inNeighbourhoods(given, size);
        expect(inNeighbourhoods(given.toReversed(), size)).toEqual(ordered);
        expect(new Set(ordered)).toEqual(new Set(given));
        expect(ordered).toHaveLength(given.length);
      }),
    );
  });

  it("keep the pairs of two groups apart", () => {
    const groups = ["ab", "cd", "ac", "xz", "bc", "xy", "yz"].map(([first = "", second = ""]) => ({ first, second }));
    const ordered = inNeighbourhoods(groups, 7).map(({ first }) => ("xyz".includes(first) ? "x" : "a"));
    expect(["aaaaxxx", "xxxaaaa"]).toContain(ordered.join(""));
  });

  it("have few names in each call", () => {
    // Four groups of six names that are all compared with each other, given in turn.
    const given = [0, 1, 2, 3, 4].flatMap((first) =>
      [1, 2, 3, 4, 5].flatMap((second) =>
        first < second ? ["p", "q", "r", "s"].map((group) => ({ first: group + first, second: group + second })) : [],
      ),
    );
    const ordered = inNeighbourhoods(given, 15);
    for (const start of [0, 15, 30, 45]) {
      const names = ordered.slice(start, start + 15).flatMap(({ first, second }) => [first, second]);
      expect(new Set(names)).toHaveProperty("size", 6);
    }
  });
});
