import { describe, expect, it } from "vitest";
import { GRAPH_ROW_KINDS, type GraphRow, type GraphRowKind } from "../../src/model/index.ts";
import {
  sampleId,
  sampleChunk,
  sampleEntity,
  sampleEvidenceRow,
  sampleMention,
  sampleQuote,
  sampleRelationship,
  sampleTranscript,
} from "../../src/testing/suites/sample-rows.ts";
import { missing, titled, Workplace } from "./workplace.ts";

const WORDS = Array.from({ length: 40 }, (_, n) => `row ${n}`);
const ROWS: Readonly<Record<GraphRowKind, readonly GraphRow[]>> = {
  transcript: WORDS.map((word) => sampleTranscript(word)),
  chunk: WORDS.map((word) => sampleChunk(word, { transcript: sampleId(word) })),
  entity: WORDS.map((word) => sampleEntity(word)),
  mention: WORDS.map((word) => sampleMention(word, { entity: sampleId(word), evidence: { chunk: sampleId(word) } })),
  relationship: WORDS.map((word) => sampleRelationship(word, { source: sampleId(word), target: sampleId("row 0") })),
  quote: WORDS.map((word) =>
    sampleQuote(word, { speaker: sampleId(word), about: [sampleId("row 1")], evidence: { chunk: sampleId(word) } }),
  ),
  evidence: WORDS.map((word) => sampleEvidenceRow(word, { evidence: { chunk: sampleId(word) } })),
};

async function size(place: Workplace): Promise<unknown> {
  return place.cypher(
    `MATCH (n:Colloquy {workspace: $workspace})
     RETURN count(n) AS nodes, sum(COUNT { (n)-->() }) AS relationships`,
  );
}

describe.skipIf(missing !== null)(titled("writing to Neo4j more than once"), () => {
  it("writes no duplicates when every upsert is sent twice, in one call or two", async () => {
    await using place = new Workplace();
    const store = await place.prepared();
    for (const kind of GRAPH_ROW_KINDS) await store.upsert(kind, ROWS[kind]);
    const once = await size(place);
    const counts = await store.counts();
    for (const kind of GRAPH_ROW_KINDS) await store.upsert(kind, [...ROWS[kind], ...ROWS[kind]]);
    for (const kind of GRAPH_ROW_KINDS.toReversed()) await store.upsert(kind, ROWS[kind]);
    expect(await size(place)).toEqual(once);
    expect(await store.counts()).toEqual(counts);
  });

  it("creates the same graph in any order of kinds", async () => {
    await using forwards = new Workplace();
    await using backwards = new Workplace();
    const [one, other] = [await forwards.prepared(), await backwards.prepared()];
    for (const kind of GRAPH_ROW_KINDS) await one.upsert(kind, ROWS[kind]);
    for (const kind of GRAPH_ROW_KINDS.toReversed()) await other.upsert(kind, ROWS[kind]);
    expect(await size(backwards)).toEqual(await size(forwards));
    expect(await other.counts()).toEqual(await one.counts());
  });

  it("separates two workspaces with the same rows", async () => {
    await using one = new Workplace();
    await using two = new Workplace();
    const [first, second] = [await one.prepared(), await two.prepared()];
    for (const kind of GRAPH_ROW_KINDS) {
      await first.upsert(kind, ROWS[kind]);
      await second.upsert(kind, ROWS[kind]);
    }
    const before = [await size(two), await second.counts()];
    for (const kind of GRAPH_ROW_KINDS)
      await first.remove(
        kind,
        ROWS[kind].slice(0, 10).map((row) => row.id),
      );
    await first.clear();
    expect([await size(two), await second.counts()]).toEqual(before);
    const crossing = await one.cypher(
      "MATCH (n:Colloquy {workspace: $workspace})--(m:Colloquy) WHERE m.workspace <> $workspace RETURN count(*) AS crossing",
    );
    expect(crossing).toEqual([{ crossing: 0 }]);
  });

  it("stores all rows of 32 concurrent calls about one hub", async () => {
    await using place = new Workplace();
    const store = await place.prepared();
    await store.upsert("entity", [sampleEntity("hub")]);
    await Promise.all(Array.from({ length: 32 }, (_, n) => store.upsert("relationship", aroundHub(`call ${n}`))));
    expect((await store.counts()).relationships).toBe(32 * 20);
    expect(await store.relationships({ limit: 1_000, entity: sampleId("hub") })).toHaveLength(32 * 20);
  });

  it("stores all rows of 8 concurrent stores about one hub, without duplicates", async () => {
    await using place = new Workplace();
    await (await place.prepared()).upsert("entity", [sampleEntity("hub")]);
    const shared = aroundHub("shared");
    await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const store = place.open();
        await store.upsert("relationship", shared);
        await store.upsert("relationship", aroundHub(`store ${n}`));
        await store.upsert("relationship", shared.toReversed());
      }),
    );
    const store = place.open();
    expect((await store.counts()).relationships).toBe(9 * 20);
    const nodes = await place.cypher("MATCH (n:Colloquy {workspace: $workspace}) RETURN count(n) AS nodes");
    expect(nodes).toEqual([{ nodes: 1 + 9 * 20 }]);
  });
});

function aroundHub(word: string) {
  return Array.from({ length: 20 }, (_, n) =>
    sampleRelationship(`${word} ${n}`, { source: sampleId("hub"), target: sampleId(`${word} end ${n}`) }),
  );
}
