import { describe, expect, it } from "vitest";
import type { NameVariant } from "../ports/index.ts";
import { reasonForAlias, summarise } from "./summary.ts";

const variant = (name: string, count: number, type = "Concept", asserted = 0): NameVariant => ({
  name,
  type,
  count,
  asserted,
  confidence: count * 1_000,
});

describe("summarising a cluster of names", () => {
  it("needs three mentions of one word, two of several words, or one asserted mention", () => {
    expect(summarise([variant("sleep", 2)])).toBeNull();
    expect(summarise([variant("sleep", 3)])?.name).toBe("sleep");
    expect(summarise([variant("sleep debt", 1)])).toBeNull();
    expect(summarise([variant("sleep debt", 2)])?.name).toBe("sleep debt");
    expect(summarise([variant("sleep", 1, "Concept", 1)])?.name).toBe("sleep");
    expect(summarise([])).toBeNull();
  });

  it("takes the most frequent name, and prefers the words to their acronym", () => {
    expect(summarise([variant("VAD", 9), variant("voice activity detection", 1)])).toEqual({
      name: "voice activity detection",
      type: "Concept",
      aliases: [{ name: "VAD", reason: "acronym" }],
    });
    expect(summarise([variant("habits", 3), variant("habit", 2)])?.aliases).toEqual([
      { name: "habit", reason: "plural" },
    ]);
  });

  it("prefers a specific type to an unsure Concept that is not twice as frequent", () => {
    expect(summarise([variant("sleep", 4), variant("sleep", 2, "Practice")])?.type).toBe("Practice");
    expect(summarise([variant("sleep", 5), variant("sleep", 2, "Practice")])?.type).toBe("Concept");
  });

  it("settles a tie of types by the sum of confidences", () => {
    const outcome = { ...variant("sleep", 2, "Outcome"), confidence: 1_300 };
    const practice = { ...variant("Sleep", 2, "Practice"), confidence: 1_400 };
    expect(summarise([outcome, practice])?.type).toBe("Practice");
    expect(summarise([{ ...outcome, confidence: 1_400 }, practice])?.type).toBe("Outcome");
    expect(summarise([{ ...outcome, count: 3 }, practice])?.type).toBe("Outcome");
  });

  it("leaves degrees out of the name", () => {
    expect(summarise([variant("Ann B. Lee, Psy.D", 9, "Person", 1), variant("Ann Lee", 2, "Person")])).toEqual({
      name: "Ann B. Lee",
      type: "Person",
      aliases: [
        { name: "Ann B. Lee, Psy.D", reason: "title" },
        { name: "Ann Lee", reason: "part of the name" },
      ],
    });
  });

  it("takes the full name of a person, even if a part of it is more frequent", () => {
    const variants = [variant("Ann", 9, "Person"), variant("Dr. Lee", 5, "Person"), variant("Ann Lee", 1, "Person", 1)];
    expect(summarise(variants)?.name).toBe("Ann Lee");
    expect(summarise([variant("Ann", 9, "Person"), variant("Dr. Lee", 5, "Person")])?.name).toBe("Ann");
    expect(summarise([variant("sleep", 9), variant("deep sleep", 2)])?.name).toBe("sleep");
  });

  it("does not depend on the order of the variants", () => {
    const variants = [variant("A b", 2), variant("a b", 2), variant("a bs", 2, "Practice"), variant("AB", 1)];
    expect(summarise(variants.toReversed())).toEqual(summarise(variants));
  });
});

describe("the reason of an alias", () => {
  it.each([
    ["Sleep", "sleep", "case"],
    ["habits", "habit", "plural"],
    ["Dr. Ann Lee", "Ann Lee", "title"],
    ["sleep-debt", "sleep debt", "punctuation"],
    ["VAD", "voice activity detection", "acronym"],
    ["Maya", "Maya Okafor", "part of the name"],
    ["Zoë".normalize("NFD"), "Zoë", "unicode"],
    ["shut-eye", "sleep", "definition"],
    ["working remotely", "remote work", "form"],
    ["Matt Ryer", "Mat Ryer", "spelling"],
  ])("for %s of %s is %s", (alias, name, reason) => {
    expect(reasonForAlias(alias, name)).toBe(reason);
  });

  it("is the decision, if no difference in spelling explains it", () => {
    const decided = new Map([
      ["telecommuting", "user"],
      ["remote works", "user"],
    ] as const);
    expect(reasonForAlias("telecommuting", "remote work", decided)).toBe("user");
    expect(reasonForAlias("remote works", "remote work", decided)).toBe("plural");
  });
});
