import { describe, expect, it } from "vitest";
import { openSqliteGraphStore } from "../adapters/sqlite/index.ts";
import type { Polarity } from "../model/index.ts";
import type { GraphStore } from "../ports/index.ts";
import { createMemoryGraphStore } from "../testing/index.ts";
import { sampleEntity, sampleEvidenceRow, sampleMention, sampleRelationship } from "../testing/suites/sample-rows.ts";
import { claimsBetween, type ClaimsBetweenOptions } from "./claims-between.ts";

const SLEEP = sampleEntity("sleep", { name: "sleep", mentions: 90 });
const STRESS = sampleEntity("stress", {
  name: "stress",
  mentions: 30,
  aliases: [{ name: "strain", reason: "judged" }],
});
const NAPS = sampleEntity("naps", { name: "naps", mentions: 5 });
const ANN = sampleEntity("ann", { name: "Ann", type: "Person", mentions: 2 });

/** Each word of a relationship is said by Ann or Bo, in one file. */
const SAID: readonly (readonly [id: string, at: number, polarity: Polarity, speaker: string])[] = [
  ["reduces", 40, "negated", "Bo"],
  ["reduces", 10, "stated", "Ann"],
  ["reduces", 70, "implied", "Ann"],
  ["affects", 20, "question", "Ann"],
];

async function fill(graph: GraphStore): Promise<GraphStore> {
  await graph.prepare();
  await graph.upsert("entity", [SLEEP, STRESS, NAPS, ANN]);
  const ends = { source: SLEEP.id, target: STRESS.id };
  await graph.upsert("relationship", [
    sampleRelationship("affects", { source: STRESS.id, type: "AFFECTS", target: SLEEP.id, count: 1 }),
    sampleRelationship("reduces", { ...ends, type: "REDUCES", count: 3 }),
    sampleRelationship("withdrawn", { ...ends, type: "CAUSES", count: 9, withdrawn: "negated" }),
    sampleRelationship("other", { source: NAPS.id, type: "REDUCES", target: STRESS.id, count: 5 }),
  ]);
  await graph.upsert("mention", [
    sampleMention("label", { entity: ANN.id, evidence: { speaker: "Ann", text: "Ann", startOffset: 0, endOffset: 3 } }),
  ]);
  await graph.upsert(
    "evidence",
    SAID.map(([id, startOffset, polarity, speaker]) =>
      sampleEvidenceRow(`${id} ${startOffset}`, {
        of: sampleRelationship(id).id,
        evidence: { startOffset, endOffset: startOffset + 5, polarity, speaker },
      }),
    ),
  );
  return graph;
}

const STORES = [
  ["memory", () => createMemoryGraphStore()],
  ["embedded", () => openSqliteGraphStore(":memory:", { workspace: "talks" })],
] as const;

describe.each(STORES)("the claims between two entities of a %s store", (_, open) => {
  const read = async (one: string, other: string, options: ClaimsBetweenOptions = {}) => {
    await using graph = await fill(open());
    return await claimsBetween(graph, [one, other], options);
  };

  it("are those in both directions, with counts by polarity, without withdrawn and other ones", async () => {
    const { ends, claims, polarity } = await read("sleep", "strain");
    expect(ends.map(({ name }) => name)).toEqual(["sleep", "stress"]);
    expect(claims.map(({ source, type, target }) => [source.name, type, target.name])).toEqual([
      ["sleep", "REDUCES", "stress"],
      ["stress", "AFFECTS", "sleep"],
    ]);
    expect(claims[0]?.polarity).toMatchObject({ stated: 1, negated: 1, implied: 1 });
    expect(polarity).toEqual({ stated: 1, negated: 1, question: 1, hypothetical: 0, implied: 1 });
  });

  it("are the same when the names are exchanged", async () => {
    const [one, other] = [await read("sleep", "stress"), await read("stress", "sleep")];
    expect(other.claims).toEqual(one.claims);
    expect(other.evidence.items).toEqual(one.evidence.items);
  });

  it("have their speakers, without those who only imply them", async () => {
    const { holders } = await read("sleep", "stress");
    const counts = { stated: 0, negated: 0, question: 0, hypothetical: 0, implied: 0 };
    expect(holders).toEqual([
      { id: ANN.id, name: "Ann", polarity: { ...counts, stated: 1, question: 1 } },
      { id: null, name: "Bo", polarity: { ...counts, negated: 1 } },
    ]);
  });

  it("have all evidence once, claim by claim, in pages of any size", async () => {
    const all = (await read("sleep", "stress")).evidence;
    expect(all.next).toBeNull();
    expect(all.items.map(({ type, evidence }) => `${type} ${evidence.polarity} ${evidence.startOffset}`)).toEqual([
      "REDUCES stated 10",
      "REDUCES negated 40",
      "REDUCES implied 70",
      "AFFECTS question 20",
    ]);
    for (const limit of [1, 2, 3, 4]) {
      const pages = [];
      for (let cursor: string | null = ""; cursor !== null;) {
        const { evidence } = await read("sleep", "stress", { limit, ...(cursor === "" ? {} : { cursor }) });
        pages.push(...evidence.items);
        cursor = evidence.next;
      }
      expect(pages).toEqual(all.items);
    }
  });

  it("list only evidence of a requested polarity, with the counts of all", async () => {
    const { evidence, polarity } = await read("sleep", "stress", { polarity: "negated" });
    expect(evidence.items.map((item) => item.evidence.speaker)).toEqual(["Bo"]);
    expect(polarity.stated).toBe(1);
  });

  it("are none for entities that nothing connects", async () => {
    expect(await read("sleep", "naps")).toMatchObject({ claims: [], holders: [], evidence: { items: [], next: null } });
  });

  it.each([
    ["sleep", "strees", "not-found", 'No entity has the name "strees". Did you mean'],
    ["zeppelin", "sleep", "not-found", "Search for its words"],
    ["stress", "strain", "invalid-input", '"stress" and "strain" are one entity, stress'],
  ])("of %s and %s are refused", async (one, other, code, message) => {
    await expect(read(one, other)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it("are refused with a cursor of other entities", async () => {
    const { evidence } = await read("sleep", "stress", { limit: 1 });
    await expect(read("naps", "stress", { cursor: evidence.next ?? "" })).rejects.toMatchObject({
      code: "invalid-input",
    });
  });
});
