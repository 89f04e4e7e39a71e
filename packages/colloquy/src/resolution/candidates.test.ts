import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ComparedName, compareNames } from "./candidates.ts";

const named = (...keys: readonly string[]): readonly ComparedName[] =>
  keys.map((key) => ({ key, name: key, type: "Concept", vector: null }));
const UNDECIDED = (): boolean => false;
const NO_PAUSE = (): Promise<void> => Promise.resolve();

/** The candidates as lists of two keys. */
async function candidatesOf(
  names: readonly ComparedName[],
  isDecided: (one: string, other: string) => boolean = UNDECIDED,
): Promise<readonly string[][]> {
  const { candidates } = await compareNames(names, isDecided, NO_PAUSE);
  return candidates.map(({ first, second }) => [first, second]);
}

/** A vector of length 1 with an angle to the vector of 0 degrees. */
function vectorAt(degrees: number, dimensions = 384): Float32Array {
  const radians = (degrees * Math.PI) / 180;
  const [one, other] = [Math.cos(radians), Math.sin(radians)].map((part) => part / Math.sqrt(dimensions / 2));
  return Float32Array.from({ length: dimensions }, (_, at) => (at % 2 === 0 ? one : other) as number);
}

describe("a judge is asked about", () => {
  it("names with similar words", async () => {
    expect(await candidatesOf(named("remote control", "controlling remotes", "sleep debt"))).toEqual([
      ["controlling remotes", "remote control"],
    ]);
  });

  it("names with the initials of words of another name", async () => {
    const names = named("sr system", "speech recognition", "advisory committee for wales", "audience");
    expect(await candidatesOf(names)).toEqual([["speech recognition", "sr system"]]);
  });

  it("names with similar vectors, and not names whose vectors differ", async () => {
    const [budget, price, slogan] = named("budget", "target price", "slogan") as [
      ComparedName,
      ComparedName,
      ComparedName,
    ];
    const names = [
      { ...budget, vector: vectorAt(0) },
      { ...price, vector: vectorAt(40) },
      { ...slogan, vector: vectorAt(130) },
    ];
    expect(await candidatesOf(names)).toEqual([["budget", "target price"]]);
  });

  it("no pair that is decided, which makes room for others", async () => {
    const names = named(...Array.from({ length: 12 }, (_, index) => `remote control ${index + 10}`));
    const pairs = await candidatesOf(names);
    const [first] = pairs as [string[]];
    const others = await candidatesOf(names, (one, other) =>
      [first.join(), first.toReversed().join()].includes(`${one},${other}`),
    );
    expect(others).not.toContainEqual(first);
    expect(others.filter((pair) => pair.includes("remote control 10"))).toHaveLength(10);
  });

  it("about at most ten names similar to each name", async () => {
    const names = named(...Array.from({ length: 400 }, (_, index) => `remote control ${index + 100}`));
    expect((await candidatesOf(names)).length).toBeLessThanOrEqual(4_000);
  });
});

describe("near names", () => {
  const near = (one: string, other: string, degrees: number): readonly ComparedName[] => [
    { key: one, name: one, type: "Concept", vector: vectorAt(0) },
    { key: other, name: other, type: "Concept", vector: vectorAt(degrees) },
  ];

  it("are joined, and are no candidates", async () => {
    expect(await compareNames(near("big buttons", "large buttons", 20), UNDECIDED, NO_PAUSE)).toEqual({
      near: [{ first: "big buttons", second: "large buttons" }],
      candidates: [],
    });
  });

  it("are candidates if a word contrasts or their vectors are not near enough", async () => {
    for (const [other, degrees] of [
      ["small buttons", 20],
      ["large buttons", 40],
    ] as const) {
      const { near: joined, candidates } = await compareNames(near("big buttons", other, degrees), UNDECIDED, NO_PAUSE);
      expect([joined, candidates]).toEqual([[], [{ first: "big buttons", second: other }]]);
    }
  });

  it("are left out if the user has decided", async () => {
    const names = near("big buttons", "large buttons", 20);
    expect(await compareNames(names, () => true, NO_PAUSE)).toEqual({ near: [], candidates: [] });
  });
});

describe("candidates", () => {
  const words = ["remote", "control", "loss", "finder", "work", "working", "rc", "rf", "of"];
  const name = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(" "));
  const degrees = fc.option(fc.integer({ min: 0, max: 180 }));
  const namesWithVectors = fc
    .uniqueArray(fc.record({ key: name, degrees }), { minLength: 2, maxLength: 40, selector: ({ key }) => key })
    .map((each) =>
      each.map(({ key, degrees: at }) => ({
        key,
        name: key,
        type: "Concept",
        vector: at === null ? null : vectorAt(at),
      })),
    );

  it("do not depend on the order of names; a further name adds pairs with itself only", async () => {
    await fc.assert(
      fc.asyncProperty(namesWithVectors, async (names) => {
        const pairs = await candidatesOf(names);
        expect(await candidatesOf(names.toReversed())).toEqual(pairs);
        const [added, ...others] = names as [ComparedName, ...ComparedName[]];
        const before = new Set((await candidatesOf(others)).map((pair) => pair.join("\n")));
        for (const pair of pairs) if (!pair.includes(added.key)) expect(before).toContain(pair.join("\n"));
      }),
    );
  });

  it("give other work its turn", async () => {
    let pauses = 0;
    const names = named(...Array.from({ length: 700 }, (_, index) => `name ${index}`));
    await compareNames(names, UNDECIDED, async () => void (pauses += 1));
    expect(pauses).toBeGreaterThan(0);
  });
});
