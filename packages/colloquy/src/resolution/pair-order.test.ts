import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inNeighbourhoods } from "./pair-order.ts";

const key = fc.integer({ min: 0, max: 30 }).map(String);
const pair = fc.record({ first: key, second: key }).filter(({ first, second }) => first < second);
const pairs = fc.uniqueArray(pair, { selector: ({ first, second }) => `${first} ${second}` });

describe("pairs in neighbourhoods", () => {
  it("are the same pairs, in an order that does not depend on the given one", () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const ordered = inNeighbourhoods(given);
        expect(inNeighbourhoods(given.toReversed())).toEqual(ordered);
        expect(new Set(ordered)).toEqual(new Set(given));
        expect(ordered).toHaveLength(given.length);
      }),
    );
  });

  it("keep the pairs of two groups apart", () => {
    const groups = ["ab", "cd", "ac", "xz", "bc", "xy", "yz"].map(([first = "", second = ""]) => ({ first, second }));
    const ordered = inNeighbourhoods(groups).map(({ first }) => ("xyz".includes(first) ? "x" : "a"));
    expect(["aaaaxxx", "xxxaaaa"]).toContain(ordered.join(""));
  });
});
