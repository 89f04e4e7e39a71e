import { describe, expect, it } from "vitest";
import type { NameVariant } from "../ports/index.ts";
import { normaliseName } from "./normalise.ts";
import { soughtAs } from "./sought-names.ts";

/** How the key of the first name is looked for, if each of the names was said so often. */
function sought(names: readonly string[], { type = "Concept", count = 2 } = {}) {
  const variants = names.map((name): NameVariant => ({ name, type, count, asserted: count, confidence: 1_000 }));
  return soughtAs(normaliseName(names[0] as string), variants, type);
}

describe("a name of several words", () => {
  it.each([
    "remote control",
    "Remote Control",
    "next generation thing",
    "1984 election",
    "twelve Euros",
    "IT department",
  ])("is looked for in any case: %s", (name) => expect(sought([name], { count: 1 })).toBe("any"));

  it.each([
    ["all of its words are common", "good idea of it"],
    ["it means another thing in another conversation", "next meeting"],
    ["it depends on who speaks", "our new company"],
    ["it has a pronoun", "losing it"],
    ["it is a number", "twelve fifty"],
    ["it is an amount", "10 million"],
    ["it is a sentence", "one two three remote control is on the table"],
  ])("is not looked for if %s", (_, name) => expect(sought([name], { count: 1 })).toBeNull());

  it("is looked for if a word like a pronoun has a capital", () => {
    expect(sought(["This American Life"], { type: "Work" })).toBe("any");
  });

  it("is not looked for if it is the role of a person, but if it is a thing", () => {
    for (const type of ["Person", "Role"]) expect(sought(["Project Manager"], { type })).toBeNull();
    expect(sought(["user interface"])).toBe("any");
    expect(sought(["Ann Lee"], { type: "Person" })).toBe("any");
  });

  it("is not looked for if it is the short form of a person with an initial", () => {
    expect(sought(["Ann B. Lee"], { type: "Person" })).toBeNull();
  });
});

describe("a name of one word", () => {
  it.each([
    ["in capitals if it is an acronym", ["ICT", "ICTs"], "capitals"],
    ["with a capital if it has always one", ["Diamond"], "capital"],
    ["as a noun if it has sometimes a capital", ["Control", "control"], "noun"],
    ["as a noun without a capital if it has never one", ["control"], "common-noun"],
    ["in any case if it has a capital in it", ["iPhone"], "any"],
  ] as const)("is looked for %s", (_, names, as) => expect(sought(names)).toBe(as));

  it("in lower case is looked for if it was said twice", () => {
    expect(sought(["battery"], { count: 1 })).toBeNull();
    expect(sought(["battery", "Battery"], { count: 1 })).toBe("noun");
  });

  it.each(["100", "1984", "2nd", "20s", "million", "twelve", "way", "looking", "will", "pi"])(
    "is not looked for: %s",
    (name) => expect(sought([name])).toBeNull(),
  );

  it("is not looked for if it is a part of a person's name or a label of one transcript", () => {
    expect(sought(["Diamond"], { type: "Person" })).toBeNull();
    const variants = [{ name: "Speaker", type: "Person", count: 2, asserted: 2, confidence: 1_000 }];
    expect(soughtAs({ key: "speaker @1", stem: "speaker @1" }, variants, "Concept")).toBeNull();
  });
});
