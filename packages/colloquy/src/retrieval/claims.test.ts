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
import { type ClaimSummary, summariseClaims } from "./claims.ts";
import { companionsIn, labelsAround } from "./companions.ts";
import { speakersOfLabels } from "./speakers-of-labels.ts";

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

/** Summarises claims about sleep. Everybody has one label, except Ann. */
function summarise(...relationships: readonly RelationshipInContext[]): ClaimSummary {
  return summariseClaims(SLEEP, relationships, ({ label }) => ({ id: label.slice(-3), name: label.slice(-3) }));
}

const text = ({ source, type, target }: Pick<Claim, "source" | "type" | "target">): string =>
  `${source.name} ${type} ${target.name}`;

describe("the claims about an entity", () => {
  it("have kinds and parts by names alone apart, and these contradict nothing", () => {
    const relationship = sampleDerived("d", { source: entity("sleep").id, target: entity("stress").id });
    const derived = { of: SLEEP, relationship, source: entity("sleep"), target: entity("stress"), evidence: [] };
    const { claims, contradictions, holders } = summarise(
      derived,
      said("sleep", "IS_A", "rest", {}),
      said("sleep", "CONTRASTS_WITH", "stress", {}),
    );
    expect(claims.is.map(text)).toEqual(["sleep IS_A rest"]);
    expect(claims.derived).toMatchObject([{ count: 0, evidence: null, derived: relationship.derived }]);
    expect(claims.is[0]).not.toHaveProperty("derived");
    expect(contradictions).toEqual([]);
    expect(holders.flatMap(({ statements }) => statements)).toHaveLength(2);
  });

  it("are grouped by what they say about it", () => {
    const { claims } = summarise(
      said("sleep", "IS_A", "rest", {}),
      said("naps", "IS_A", "sleep", {}),
      said("stress", "REDUCES", "sleep", {}),
      said("sleep", "REDUCES", "stress", {}),
      said("sleep", "REQUIRES", "rest", {}),
      said("naps", "REQUIRES", "sleep", {}),
      said("Ann", "ADVOCATES", "sleep", {}),
      said("sleep", "RELATES_TO", "naps", { polarity: "implied" }),
      said("sleep", "OWN_TYPE", "naps", {}),
      said("naps", "OWN_TYPE", "sleep", {}),
    );
    const groups = Object.fromEntries(Object.entries(claims).map(([group, of]) => [group, of.map(text)]));
    expect(groups).toEqual({
      is: ["sleep IS_A rest"],
      includes: ["naps IS_A sleep"],
      causes: ["stress REDUCES sleep"],
      effects: ["sleep REDUCES stress"],
      requires: ["sleep REQUIRES rest"],
      requiredBy: ["naps REQUIRES sleep"],
      positions: ["Ann ADVOCATES sleep"],
      related: ["sleep RELATES_TO naps"],
      other: ["sleep OWN_TYPE naps", "naps OWN_TYPE sleep"],
      derived: [],
    });
  });

  it.each(["CAUSES", "LEADS_TO", "ENABLES", "OPTIMIZES", "REDUCES", "INFLUENCES"])(
    "are causes or effects by their direction if their type is %s",
    (type) => {
      const { claims } = summarise(said("stress", type, "sleep", {}), said("sleep", type, "naps", {}));
      expect([claims.causes.map(text), claims.effects.map(text), claims.other]).toEqual([
        [`stress ${type} sleep`],
        [`sleep ${type} naps`],
        [],
      ]);
    },
  );

  it("have their counts and speakers, and those with most explicit evidence come first", () => {
    const implied = { polarity: "implied" } as const;
    const { claims } = summarise(
      said("sleep", "CAUSES", "rest", implied, implied, implied, implied),
      said("sleep", "REDUCES", "stress", { speaker: "Bob" }, { speaker: "Bob", polarity: "negated" }, {}, implied),
    );
    expect(claims.effects.map(text)).toEqual(["sleep REDUCES stress", "sleep CAUSES rest"]);
    expect(claims.effects[0]).toMatchObject({
      count: 4,
      polarity: { stated: 2, negated: 1, implied: 1 },
      speakers: [
        { id: "Bob", name: "Bob", count: 2 },
        { id: "Ann", name: "Ann", count: 1 },
      ],
    });
    expect(claims.effects[1]?.speakers).toEqual([]);
  });

  it("tell speakers of one name apart by their files", () => {
    const words = [{ file: "b" }, { file: "a" }, { file: "c" }, { file: "b", speaker: "Bob" }];
    const { claims } = summariseClaims(SLEEP, [said("sleep", "REDUCES", "stress", ...words)], ({ label, file }) => ({
      id: `${label} ${file === "c" ? 2 : 1}`,
      name: label,
    }));
    expect(claims.effects[0]?.speakers).toEqual([
      { id: "Ann 1", name: "Ann", count: 2, transcripts: ["a", "b"] },
      { id: "Ann 2", name: "Ann", count: 1, transcripts: ["c"] },
      { id: "Bob 1", name: "Bob", count: 1 },
    ]);
  });

  it("show the words that state them and name both ends, and are not too long", () => {
    const long = `sleep and stress ${"and so on ".repeat(40)}`;
    const best = (...words: readonly Words[]): string | undefined =>
      summarise(said("sleep", "REDUCES", "stress", ...words)).claims.effects[0]?.evidence?.text;
    expect(best({ text: "it helps" }, { text: long }, { text: "Sleep reduces stress" })).toBe("Sleep reduces stress");
    expect(best({ text: "sleep and stress", polarity: "implied" }, { text: "it helps" })).toBe("it helps");
    expect(best({ text: "it helps" }, { text: long })).toBe(long);
  });

  it("have what each speaker says under any label: each claim and polarity once, in the order of the transcripts", () => {
    const { holders } = summarise(
      said("sleep", "CAUSES", "rest", { file: "b" }, { file: "c", text: "sleep and rest" }),
      said(
        "sleep",
        "REDUCES",
        "stress",
        { file: "c", speaker: "Dr. Ann" },
        { file: "a", polarity: "negated" },
        { speaker: "Bob", polarity: "question" },
      ),
      said("sleep", "CAUSES", "rest", { polarity: "implied", speaker: "Cy" }),
    );
    expect(holders).toMatchObject([
      { id: "Ann", name: "Ann", labels: ["Ann", "Dr. Ann"], transcripts: ["a", "b", "c"] },
      { id: "Bob", labels: ["Bob"] },
    ]);
    expect(holders[0]?.statements.map((each) => [text(each), each.polarity, each.count, each.evidence?.file])).toEqual([
      ["sleep REDUCES stress", "negated", 1, "a"],
      ["sleep CAUSES rest", "stated", 2, "c"],
      ["sleep REDUCES stress", "stated", 1, "c"],
    ]);
  });
});

describe("contradictions about an entity", () => {
  it("are claims that are stated and negated, with one piece of evidence for each side in their order", () => {
    const { contradictions } = summarise(
      said("sleep", "REDUCES", "stress", { text: "no", polarity: "negated", file: "b" }, { text: "yes", file: "a" }),
      said("sleep", "CAUSES", "rest", { polarity: "question" }, {}),
    );
    expect(contradictions.map(({ reason, claims }) => [reason, ...claims.map(text)])).toEqual([
      ["polarity", "sleep REDUCES stress"],
    ]);
    expect(contradictions[0]?.evidence.map((each) => each.text)).toEqual(["yes", "no"]);
  });

  it("are opposite types for the same ends, both stated", () => {
    const negated = { polarity: "negated" } as const;
    const { contradictions } = summarise(
      said("sleep", "REDUCES", "stress", { file: "b" }),
      said("sleep", "CAUSES", "stress", { file: "a" }),
      said("stress", "REDUCES", "sleep", {}),
      said("sleep", "ENABLES", "naps", {}),
      said("sleep", "REDUCES", "naps", negated),
      said("sleep", "INFLUENCES", "stress", {}),
    );
    expect(contradictions.map(({ reason, claims }) => [reason, ...claims.map(text)])).toEqual([
      ["types", "sleep CAUSES stress", "sleep REDUCES stress"],
    ]);
  });
});

describe("the companions of a person", () => {
  it("are the people who speak in the same chunks, the most frequent first, apart if they only share a label", async () => {
    await using graph = createMemoryGraphStore();
    const chunks = [
      sampleChunk("one", { file: "a.txt", speakers: ["Ann", "Host", "Cy"] }),
      sampleChunk("two", { file: "b.txt", speakers: ["Dr. Ann", "Cyril", "Host"] }),
      sampleChunk("three", { file: "c.txt", speakers: ["Host", "Eve"] }),
    ];
    const people = [
      sampleEntity("Ann", { name: "Ann", aliases: [{ name: "Dr. Ann", reason: "title" }] }),
      sampleEntity("Cy", { name: "Cyril", aliases: [{ name: "Cy", reason: "part of the name" }] }),
      sampleEntity("host a", { name: "Host" }),
      sampleEntity("host b", { name: "Host" }),
    ];
    const [ann, cy, hostA, hostB] = people.map(({ id }) => id) as [string, string, string, string];
    const label = (of: string, at: number, words: string, speaker = words) => {
      const { id: chunk, file } = chunks[at] ?? { id: "", file: "" };
      return sampleMention(`${of} ${at}`, { entity: of, evidence: { chunk, file, speaker, text: words } });
    };
    await graph.upsert("chunk", chunks);
    await graph.upsert("entity", people);
    await graph.upsert("mention", [
      label(ann, 0, "Ann"),
      label(ann, 1, "Dr. Ann"),
      label(ann, 2, "Ann", "Host"),
      label(cy, 0, "Cy"),
      label(cy, 1, "Cyril"),
      label(hostA, 0, "Host"),
      label(hostB, 1, "Host"),
    ]);
    const mentions = await graph.mentionsInContext(ann, { speaker: ann, limit: 100 });
    const speakerOf = await speakersOfLabels(graph, labelsAround(mentions), {});
    expect(companionsIn(mentions, { speaker: ann, speakerOf })).toEqual([
      { id: cy, name: "Cyril", labels: ["Cy", "Cyril"], chunks: 2, transcripts: ["a.txt", "b.txt"] },
      { id: hostA, name: "Host", labels: ["Host"], chunks: 1, transcripts: ["a.txt"] },
      { id: hostB, name: "Host", labels: ["Host"], chunks: 1, transcripts: ["b.txt"] },
    ]);
    expect(speakerOf({ label: "Zoe", file: "a.txt" })).toEqual({ id: null, name: "Zoe" });
  });
});
