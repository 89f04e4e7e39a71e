import { describe, expect, it } from "vitest";
import { facetsOf } from "./facets.ts";
import { type Filter, FilteredPart, NO_FILTER } from "./filter.ts";
import { edgeOf, nodeOf, partOf, said } from "./sample-part.ts";

/** Ann states and denies in two meetings that coffee helps focus; Bob asks in the second. Nobody says that tea is a drink. */
const PART = {
  ...partOf([], []),
  nodes: [
    nodeOf("coffee"),
    nodeOf("focus", { type: "CognitiveState" }),
    nodeOf("tea"),
    nodeOf("drink"),
    nodeOf("alone"),
  ],
  transcripts: [
    { file: "may.txt", date: "2024-05" },
    { file: "june.txt", date: "2024-06-20" },
    { file: "undated.txt", date: null },
  ],
  speakers: [
    { id: "1", name: "Ann" },
    { id: null, name: "Bob" },
  ],
  edges: [
    edgeOf("coffee", "ENABLES", "focus", [
      said(0, 0, { count: 3, at: 60_000 }),
      said(1, 0, { polarity: "negated", at: 5_000 }),
      said(1, 1, { polarity: "question" }),
    ]),
    edgeOf("tea", "ENABLES", "focus", [said(2, null, { count: 2 })]),
    { ...edgeOf("tea", "IS_A", "drink"), derived: true },
  ],
};

function left(filter: Partial<Filter>): Readonly<Record<string, number>> {
  const { edges } = new FilteredPart(PART).apply({ ...NO_FILTER, ...filter });
  return Object.fromEntries(edges.map((edge) => [edge.id, edge.left]));
}

function nodes(filter: Partial<Filter>): readonly string[] {
  return new FilteredPart(PART).apply({ ...NO_FILTER, ...filter }).nodes.map(({ id }) => id);
}

describe("a filter over the support of relations", () => {
  it("leaves everything if nothing is chosen", () => {
    expect(left({})).toEqual({ "coffee ENABLES focus": 5, "tea ENABLES focus": 2, "tea IS_A drink": 1 });
    expect(nodes({})).toHaveLength(5);
  });

  it("counts only the evidence of the chosen polarity", () => {
    expect(left({ polarities: ["stated"] })).toEqual({ "coffee ENABLES focus": 3, "tea ENABLES focus": 2 });
    expect(left({ polarities: ["negated", "question"] })).toEqual({ "coffee ENABLES focus": 2 });
  });

  it("knows people by their id and labels by their name", () => {
    expect(left({ speakers: ["1"] })).toEqual({ "coffee ENABLES focus": 4 });
    expect(left({ speakers: ["Bob"] })).toEqual({ "coffee ENABLES focus": 1 });
  });

  it("needs one piece of evidence that fits all parts of the filter", () => {
    expect(left({ speakers: ["Bob"], files: ["may.txt"] })).toEqual({});
    expect(left({ speakers: ["1"], files: ["june.txt"], polarities: ["negated"] })).toEqual({
      "coffee ENABLES focus": 1,
    });
  });

  it("counts relations that may fit by evidence that is not known", () => {
    const [coffee, ...others] = PART.edges;
    const longer = { ...(coffee as (typeof PART.edges)[number]), count: 9 };
    const unsure = (filter: Partial<Filter>) =>
      new FilteredPart({ ...PART, edges: [longer, ...others] }).apply({ ...NO_FILTER, ...filter }).unsure;
    expect(unsure({})).toBe(0);
    expect(unsure({ polarities: ["hypothetical"] })).toBe(0);
    expect(unsure({ speakers: ["1"] })).toBe(0);
    expect(unsure({ files: ["undated.txt"] })).toBe(1);
    expect(unsure({ files: ["undated.txt"], polarities: ["hypothetical"] })).toBe(0);
    expect(unsure({ files: ["undated.txt"], relations: ["IS_A"] })).toBe(0);
    expect(unsure({ files: ["undated.txt"], types: ["Concept"] })).toBe(0);
  });

  it("takes a month as a part of a range of days, and leaves out transcripts without a date", () => {
    expect(left({ days: { from: "2024-05-12", to: "2024-06-01" } })).toEqual({ "coffee ENABLES focus": 3 });
    expect(left({ days: { from: "2024-06", to: "2024-06" } })).toEqual({ "coffee ENABLES focus": 2 });
  });

  it("leaves out evidence without times when moments are chosen", () => {
    expect(left({ files: ["june.txt"], moments: { from: 0, to: 10_000 } })).toEqual({ "coffee ENABLES focus": 1 });
    expect(left({ files: ["june.txt"], moments: { from: 6_000, to: 10_000 } })).toEqual({});
  });

  it("leaves only entities that still have a relation with a shown one", () => {
    expect(nodes({ relations: ["IS_A"] })).toEqual(["tea", "drink"]);
    expect(nodes({ relations: ["ENABLES", "IS_A"], types: ["Concept"] })).toEqual(["tea", "drink"]);
  });

  it("leaves entities of a type without relations, and only relations between shown entities", () => {
    expect(nodes({ types: ["Concept"] })).toEqual(["coffee", "tea", "drink", "alone"]);
    expect(left({ types: ["Concept"] })).toEqual({ "tea IS_A drink": 1 });
  });
});

describe("counts of what can be filtered", () => {
  const counts = (facets: readonly { readonly name: string; readonly count: number }[]) =>
    facets.map(({ name, count }) => `${name} ${count}`);

  it("count entities by type and relations by everything else, the most frequent first", () => {
    const facets = facetsOf(PART, NO_FILTER);
    expect(counts(facets.types)).toEqual(["Concept 4", "CognitiveState 1"]);
    expect(counts(facets.relations)).toEqual(["ENABLES 2", "IS_A 1"]);
    expect(counts(facets.polarities)).toEqual(["stated 2", "negated 1", "question 1"]);
    expect(counts(facets.speakers)).toEqual(["Ann 1", "Bob 1"]);
    expect(counts(facets.files)).toEqual(["june.txt 1", "may.txt 1", "undated.txt 1"]);
  });

  it("count what the other parts of the filter leave, so that another value of the same part can be added", () => {
    const facets = facetsOf(PART, { ...NO_FILTER, polarities: ["negated"] });
    expect(counts(facets.polarities)).toEqual(["stated 2", "negated 1", "question 1"]);
    expect(counts(facets.files)).toEqual(["june.txt 1"]);
    expect(counts(facets.relations)).toEqual(["ENABLES 1"]);
  });

  it("keep a chosen value that nothing has", () => {
    expect(counts(facetsOf(PART, { ...NO_FILTER, files: ["gone.txt"] }).files)).toContain("gone.txt 0");
  });
});
