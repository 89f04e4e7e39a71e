import { describe, expect, it } from "vitest";
import { correctionsByKey, NO_CORRECTIONS, parseCorrections } from "./corrections.ts";

const parse = (value: unknown) => parseCorrections(value, "aliases.yaml");

describe("an aliases file", () => {
  it("may be empty", () => {
    expect(parse(null)).toEqual(NO_CORRECTIONS);
    expect(parse({ same: null, hide: [] })).toEqual(NO_CORRECTIONS);
  });

  it("has names that are the same or different, new names, hidden names and types", () => {
    const value = {
      same: [["AI", " artificial intelligence "]],
      different: [["John A. Smith", "John B. Smith", "John Smith"]],
      rename: { "mat ryer": "Mat Ryer" },
      hide: ["yeah"],
      type: { Ada: "Person" },
    };
    expect(parse(value)).toEqual({
      same: [["AI", "artificial intelligence"]],
      different: [["John A. Smith", "John B. Smith", "John Smith"]],
      rename: new Map([["mat ryer", "Mat Ryer"]]),
      hide: ["yeah"],
      type: new Map([["Ada", "Person"]]),
    });
  });

  it.each([
    [[], "expected the keys same, different, rename, hide, type"],
    [{ equal: [] }, 'the key "equal" is unknown; the keys are same, different, rename, hide, type'],
    [{ same: "AI" }, "same is not a list"],
    [{ same: ["AI"] }, "same[0] is not a list"],
    [{ same: [["AI"]] }, "same[0] needs at least two names"],
    [{ different: [["AI", 7]] }, "different[0][1] is not a name; names that look like numbers need quotes"],
    [{ rename: ["a"] }, "rename is not a map of names"],
    [{ hide: [""] }, "hide[0] is not a name; names that look like numbers need quotes"],
    [{ type: { Ada: "a person" } }, 'the type "a person" of "Ada" is not a word of letters and digits, such as Person'],
    [
      {
        same: [
          ["AI", "machine intelligence"],
          ["machine intelligence", "ML"],
        ],
        different: [["ml", "the AI"]],
      },
      '"ml" and "the AI" are both the same and different',
    ],
    [
      { same: [["a", "b"]], rename: { b: "x" }, different: [["a", "x"]] },
      '"a" and "x" are both the same and different',
    ],
    [{ rename: { stress: "Strain", strain: "Load" } }, 'rename: "stress" becomes "Strain", which has another new name'],
    [{ rename: { stress: "s".repeat(101) } }, 'rename."stress" has more than 100 characters'],
    [{ rename: { stress: "\u0007" } }, 'rename."stress" is not a name; names that look like numbers need quotes'],
    [{ different: [["Ada", "ADA"]] }, '"Ada" and "ADA" are both the same and different'],
  ])("is refused with the place: %j", (value, message) => {
    expect(() => parse(value)).toThrow(`aliases.yaml: ${message}. Correct the file, or remove the entry.`);
  });
});

it("names are cleaned of what cannot be seen", () => {
  expect(parse({ rename: { stress: "St\u0007rain \n now" } }).rename).toEqual(new Map([["stress", "Strain now"]]));
});

it("the pairs of one entity are as many as its names, also of 3,000 names or 20,000 lists in a chain", () => {
  const names = Array.from({ length: 3_000 }, (_, at) => `name ${at}`);
  expect(correctionsByKey(parse({ same: [names] })).pairs).toHaveLength(2_999);
  const chain = Array.from({ length: 20_000 }, (_, at) => [`name ${at}`, `name ${at + 1}`]);
  expect(correctionsByKey(parse({ same: chain })).pairs).toHaveLength(20_000);
});

it("a name that is different from a new name is different from the renamed names too", () => {
  const { pairs } = correctionsByKey(parse({ rename: { stress: "Strain" }, different: [["Strain", "load"]] }));
  expect(pairs.filter(({ isSame }) => !isSame)).toEqual([
    { first: "load", second: "strain", isSame: false },
    { first: "load", second: "stress", isSame: false },
  ]);
});

it("the corrections by key join the names of a set with its first one, and know renamed entities by their new names", () => {
  const value = {
    same: [
      ["Ada", "ada", "Ms Abbot"],
      ["Adele", "Ada"],
    ],
    rename: { stress: "Strain" },
    hide: ["the Strain"],
    type: { Ada: "Person" },
  };
  expect(correctionsByKey(parse(value))).toEqual({
    senses: [],
    pairs: [
      { first: "abbot", second: "ada", isSame: true },
      { first: "abbot", second: "adele", isSame: true },
      { first: "strain", second: "stress", isSame: true },
    ],
    keys: [
      { key: "stress", name: "Strain", type: null, hidden: true },
      { key: "ada", name: null, type: "Person", hidden: false },
      { key: "strain", name: null, type: null, hidden: true },
    ],
  });
});

it("a name with a file is a name of its own in this file", () => {
  const value = {
    different: [["the Prototypes @talks/a b.vtt", "prototypes"]],
    rename: { "Project Manager @c.vtt": "Rose @ work" },
    hide: ["Rose @ work", "user@example.org"],
  };
  expect(correctionsByKey(parse(value))).toEqual({
    senses: [
      { stem: "prototype", file: "talks/a b.vtt" },
      { stem: "project manager", file: "c.vtt" },
    ],
    pairs: [
      { first: "project manager @c.vtt", second: "rose work", isSame: true },
      { first: "prototypes", second: "prototypes @talks/a b.vtt", isSame: false },
    ],
    keys: [
      { key: "project manager @c.vtt", name: "Rose @ work", type: null, hidden: true },
      { key: "rose work", name: null, type: null, hidden: true },
      { key: "user example org", name: null, type: null, hidden: true },
    ],
  });
});
