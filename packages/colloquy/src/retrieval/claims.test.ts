import { describe, expect, it } from "vitest";
import type { EntityRow, EvidenceRow, Polarity } from "../model/index.ts";
import type { RelationshipInContext } from "../ports/index.ts";
import { createMemoryGraphStore } from "../testing/index.ts";
import {
  sampleChunk,
  sampleDerived,
  sampleEntity,
  sampleEvidenceRow,
  sampleMention,
  sampleRelationship,
} from "../testing/suites/sample-rows.ts";
import type { Claim } from "./claim.ts";
import { summariseClaims } from "./claims.ts";
import { findCompanions } from "./companions.ts";

const NAMES = ["sleep", "rest", "stress", "naps", "Ann", "Bob"];
const ENTITIES = new Map(NAMES.map((name) => [name, sampleEntity(name, { name })]));
const entity = (name: string): EntityRow => ENTITIES.get(name) as EntityRow;
const SLEEP = entity("sleep").id;

interface Words {
  readonly speaker?: string;
  readonly text?: string;
  readonly polarity?: Polarity;
  readonly file?: string;
}

let pieces = 0;
function said(source: string, type: string, target: string, ...words: readonly Words[]): RelationshipInContext {
  const id = `${source} ${type} ${target}`;
  const ends = { source: entity(source).id, target: entity(target).id };
  const evidence = words.map(({ speaker = "Ann", ...change }): EvidenceRow => {
    pieces += 1;
    return sampleEvidenceRow(`piece ${pieces}`, { of: id, evidence: { speaker, startOffset: pieces, ...change } });
  });
  const relationship = sampleRelationship(id, { ...ends, type, count: evidence.length });
  return { of: SLEEP, relationship, source: entity(source), target: entity(target), evidence };
}

const text = ({ source, type, target }: Pick<Claim, "source" | "type" | "target">): string =>
  `${source.name} ${type} ${target.name}`;

describe("the claims about an entity", () => {
  it("have derived kinds and parts after those that words state, and derived ones contradict nothing", () => {
    const relationship = sampleDerived("d", { source: entity("sleep").id, target: entity("stress").id });
    const derived = { of: SLEEP, relationship, source: entity("sleep"), target: entity("stress"), evidence: [] };
    const { claims, contradictions, holders } = summariseClaims(SLEEP, [
      derived,
      said("sleep", "IS_A", "rest", {}),
      said("sleep", "CONTRASTS_WITH", "stress", {}),
    ]);
    expect(claims.is.map(text)).toEqual(["sleep IS_A rest", "sleep IS_A stress"]);
    expect(claims.is[1]).toMatchObject({ count: 0, evidence: null, derived: relationship.derived });
    expect(claims.is[0]).not.toHaveProperty("derived");
    expect(contradictions).toEqual([]);
    expect(holders.flatMap(({ statements }) => statements)).toHaveLength(2);
  });

  it("are grouped by what they say about it", () => {
    const { claims } = summariseClaims(SLEEP, [
      said("sleep", "IS_A", "rest", {}),
      said("naps", "IS_A", "sleep", {}),
      said("stress", "REDUCES", "sleep", {}),
      said("sleep", "REDUCES", "stress", {}),
      said("sleep", "REQUIRES", "rest", {}),
      said("naps", "REQUIRES", "sleep", {}),
      said("Ann", "ADVOCATES", "sleep", {}),
      said("sleep", "RELATES_TO", "naps", { polarity: "implied" }),
      said("sleep", "OWN_TYPE", "naps", {}),
    ]);
    const groups = Object.fromEntries(Object.entries(claims).map(([group, of]) => [group, of.map(text)]));
    expect(groups).toEqual({
      is: ["sleep IS_A rest"],
      includes: ["naps IS_A sleep"],
      causes: ["stress REDUCES sleep", "sleep REQUIRES rest"],
      effects: ["sleep REDUCES stress", "naps REQUIRES sleep", "sleep OWN_TYPE naps"],
      positions: ["Ann ADVOCATES sleep"],
      related: ["sleep RELATES_TO naps"],
    });
  });

  it("have their counts and speakers, and those with most explicit evidence come first", () => {
    const implied = { polarity: "implied" } as const;
    const { claims } = summariseClaims(SLEEP, [
      said("sleep", "CAUSES", "rest", implied, implied, implied, implied),
      said("sleep", "REDUCES", "stress", { speaker: "Bob" }, { speaker: "Bob", polarity: "negated" }, {}, implied),
    ]);
    expect(claims.effects.map(text)).toEqual(["sleep REDUCES stress", "sleep CAUSES rest"]);
    expect(claims.effects[0]).toMatchObject({
      count: 4,
      polarity: { stated: 2, negated: 1, implied: 1 },
      speakers: [
        { speaker: "Bob", count: 2 },
        { speaker: "Ann", count: 1 },
      ],
    });
    expect(claims.effects[1]?.speakers).toEqual([]);
  });

  it("show the words that state them and name both ends, and are not too long", () => {
    const long = `sleep and stress ${"and so on ".repeat(40)}`;
    const best = (...words: readonly Words[]): string | undefined =>
      summariseClaims(SLEEP, [said("sleep", "REDUCES", "stress", ...words)]).claims.effects[0]?.evidence?.text;
    expect(best({ text: "it helps" }, { text: long }, { text: "Sleep reduces stress" })).toBe("Sleep reduces stress");
    expect(best({ text: "sleep and stress", polarity: "implied" }, { text: "it helps" })).toBe("it helps");
    expect(best({ text: "it helps" }, { text: long })).toBe(long);
  });

  it("have what each speaker says, each claim and polarity once", () => {
    const { holders } = summariseClaims(SLEEP, [
      said("sleep", "REDUCES", "stress", {}, {}, { polarity: "negated" }, { speaker: "Bob", polarity: "question" }),
      said("sleep", "CAUSES", "rest", { polarity: "implied", speaker: "Cy" }),
    ]);
    expect(
      holders.map(({ speaker, statements }) => [speaker, ...statements.map((each) => [each.polarity, each.count])]),
    ).toEqual([
      ["Ann", ["stated", 2], ["negated", 1]],
      ["Bob", ["question", 1]],
    ]);
  });
});

describe("contradictions about an entity", () => {
  it("are claims that are stated and negated, with one piece of evidence for each side in their order", () => {
    const { contradictions } = summariseClaims(SLEEP, [
      said("sleep", "REDUCES", "stress", { text: "no", polarity: "negated", file: "b" }, { text: "yes", file: "a" }),
      said("sleep", "CAUSES", "rest", { polarity: "question" }, {}),
    ]);
    expect(contradictions.map(({ reason, claims }) => [reason, ...claims.map(text)])).toEqual([
      ["polarity", "sleep REDUCES stress"],
    ]);
    expect(contradictions[0]?.evidence.map((each) => each.text)).toEqual(["yes", "no"]);
  });

  it("are opposite types for the same ends, both stated", () => {
    const negated = { polarity: "negated" } as const;
    const { contradictions } = summariseClaims(SLEEP, [
      said("sleep", "REDUCES", "stress", { file: "b" }),
      said("sleep", "CAUSES", "stress", { file: "a" }),
      said("stress", "REDUCES", "sleep", {}),
      said("sleep", "ENABLES", "naps", {}),
      said("sleep", "REDUCES", "naps", negated),
      said("sleep", "INFLUENCES", "stress", {}),
    ]);
    expect(contradictions.map(({ reason, claims }) => [reason, ...claims.map(text)])).toEqual([
      ["types", "sleep CAUSES stress", "sleep REDUCES stress"],
    ]);
  });
});

describe("the companions of a person", () => {
  it("are those who speak in the same chunks, the most frequent first", async () => {
    await using graph = createMemoryGraphStore();
    const chunks = [
      sampleChunk("one", { file: "a.txt", speakers: ["Ann", "Bob", "Cy"] }),
      sampleChunk("two", { file: "b.txt", speakers: ["Dr. Ann", "Cy"] }),
      sampleChunk("three", { file: "c.txt", speakers: ["Bob", "Eve"] }),
    ];
    const label = (id: string, at: number, speaker: string, words: string) => {
      const { id: chunk, file } = chunks[at] ?? { id: "", file: "" };
      return sampleMention(id, { entity: entity("Ann").id, evidence: { chunk, file, speaker, text: words } });
    };
    await graph.upsert("chunk", chunks);
    await graph.upsert("mention", [
      label("1", 0, "Ann", "Ann"),
      label("2", 0, "Bob", "Ann"),
      label("3", 1, "Dr. Ann", "Dr. Ann"),
      label("4", 2, "Bob", "Ann"),
    ]);
    expect(await findCompanions(graph, entity("Ann").id, {})).toEqual([
      { speaker: "Cy", chunks: 2, transcripts: ["a.txt", "b.txt"] },
      { speaker: "Bob", chunks: 1, transcripts: ["a.txt"] },
    ]);
  });
});
