import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CandidateName, candidatePairs } from "./candidates.ts";

const named = (...keys: readonly string[]): readonly CandidateName[] => keys.map((key) => ({ key }));
const UNDECIDED = (): boolean => false;

describe("a judge is asked about", () => {
  it("names with similar words", () => {
    expect(candidatePairs(named("remote control", "controlling remotes", "sleep debt"), UNDECIDED)).toEqual([
      ["controlling remotes", "remote control"],
    ]);
  });

  it("names with the initials of words of another name", () => {
    const names = named("sr system", "speech recognition", "advisory committee for wales", "audience");
    expect(candidatePairs(names, UNDECIDED)).toEqual([["speech recognition", "sr system"]]);
  });

  it("names with similar vectors, and not names whose vectors differ", () => {
    const near = { name: new Float32Array([1, 0]), context: new Float32Array([1, 0]) };
    const far = { name: new Float32Array([0, 1]), context: new Float32Array([0, 1]) };
    const names = [
      { key: "budget", vectors: near },
      { key: "target price", vectors: near },
      { key: "slogan", vectors: far },
    ];
    expect(candidatePairs(names, UNDECIDED)).toEqual([["budget", "target price"]]);
  });

  it("no pair that is decided, which makes room for others", () => {
    const names = named(...Array.from({ length: 12 }, (_, index) => `remote control ${index + 10}`));
    const pairs = candidatePairs(names, UNDECIDED);
    const [first] = pairs as [readonly [string, string]];
    const others = candidatePairs(names, (one, other) =>
      [first.join(), first.toReversed().join()].includes(`${one},${other}`),
    );
    expect(others).not.toContainEqual(first);
    expect(others.filter((pair) => pair.includes("remote control 10"))).toHaveLength(10);
  });

  it("about at most ten names similar to each name", () => {
    const names = named(...Array.from({ length: 60 }, (_, index) => `remote control ${index + 10}`));
    expect(candidatePairs(names, UNDECIDED).length).toBeLessThanOrEqual(600);
  });
});

describe("candidates", () => {
  const words = ["remote", "control", "loss", "finder", "work", "working", "rc", "rf", "of"];
  const name = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(" "));

  it("do not depend on the order of names; a further name adds pairs with itself only", () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 40 }), (keys) => {
        const pairs = candidatePairs(named(...keys), UNDECIDED);
        expect(candidatePairs(named(...keys.toReversed()), UNDECIDED)).toEqual(pairs);
        const [added, ...others] = keys as [string, ...string[]];
        const before = new Set(candidatePairs(named(...others), UNDECIDED).map((pair) => pair.join("\n")));
        for (const pair of pairs) if (!pair.includes(added)) expect(before).toContain(pair.join("\n"));
      }),
    );
  });
});
