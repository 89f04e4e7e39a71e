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
    [{ different: [["Ada", "ADA"]] }, '"Ada" and "ADA" are both the same and different'],
  ])("is refused with the place: %j", (value, message) => {
    expect(() => parse(value)).toThrow(`aliases.yaml: ${message}. Correct the file, or remove the entry.`);
  });
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
