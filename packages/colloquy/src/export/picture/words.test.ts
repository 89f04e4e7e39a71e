import { describe, expect, it } from "vitest";
import { countsSentence, labelLines, marksOf, verbOf } from "./words.ts";

describe("labelLines", () => {
  it("keeps a short name whole and breaks a long one between words", () => {
    expect(labelLines("sleep debt")).toEqual(["sleep debt"]);
    expect(labelLines("later school start times")).toEqual(["later school", "start times"]);
  });

  it("shortens a name that does not fit on two lines", () => {
    const lines = labelLines("the very longest name of a thing that anybody ever mentioned anywhere");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
    expect(labelLines("x".repeat(300)).every((line) => [...line].length <= 20)).toBe(true);
  });
});

describe("verbOf", () => {
  it("turns a type of a custom ontology into words", () => {
    expect([verbOf("LEADS_TO"), verbOf("IS_MARRIED_TO")]).toEqual(["leads to", "is married to"]);
  });
});

describe("how a relation is said", () => {
  const NONE = { stated: 0, negated: 0, question: 0, hypothetical: 0, implied: 0 };

  it("has a sign for each polarity except stated, and a sentence with the counts", () => {
    const all = { stated: 3, negated: 1, question: 2, hypothetical: 1, implied: 4 };
    expect(marksOf(all)).toBe("✕ ? if");
    expect(countsSentence(all)).toBe("Stated 3 times, denied once, asked 2 times, supposed once, implied 4 times.");
    expect([marksOf({ ...NONE, stated: 1 }), countsSentence({ ...NONE, stated: 1 })]).toEqual(["", "Stated once."]);
  });
});
