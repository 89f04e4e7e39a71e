import { describe, expect, it } from "vitest";
import {
  sampleId,
  sampleChunk,
  sampleEntity,
  sampleMention,
  sampleQuote,
  sampleRelationship,
} from "../../src/testing/suites/sample-rows.ts";
import type { GraphRow } from "../../src/model/index.ts";
import type { GraphStore } from "../../src/ports/index.ts";
import { sampleEpoch } from "../../src/testing/suites/projection-state.ts";
import { missing, titled, Workplace } from "./workplace.ts";

const ANN = sampleEntity("ann", { name: "Ann", type: "Person" });
const TOPIC = sampleEntity("topic", { name: "Topic" });
const CHUNK = sampleChunk("chunk");
const MENTION = sampleMention("mention", { entity: ANN.id, evidence: { chunk: CHUNK.id } });
const CAUSE = sampleRelationship("cause", { source: ANN.id, target: TOPIC.id });

const QUOTE = sampleQuote("quote", { speaker: ANN.id, about: [TOPIC.id], evidence: { chunk: CHUNK.id } });

/** Relationships of another application that carry our workspace's name and ids. */
const FOREIGN = [
  `UNWIND range(0, 199) AS n CREATE (:TestUser {of: $workspace})-[:MENTIONED_IN {foreign: true, workspace: $workspace,
     id: 'other ' + n}]->(:TestUser {of: $workspace})`,
  `UNWIND $ids AS id MATCH (ann:Colloquy:Person {workspace: $workspace}) CREATE (note:TestUser {of: $workspace})
   CREATE (ann)-[:MENTIONED_IN {foreign: true, workspace: $workspace, id: id}]->(note)`,
  `MATCH (a:Colloquy:Person {workspace: $beside}) MATCH (b:Colloquy:Concept {workspace: $beside}) UNWIND $ids[..2] AS id
   CREATE (a)-[:CAUSES {foreign: true, workspace: $workspace, type: 'CAUSES', id: id}]->(b)`,
  `MATCH (a:Colloquy:Person {workspace: $beside}) MATCH (b:Colloquy:Chunk {workspace: $workspace})
   CREATE (a)-[:MENTIONED_IN {foreign: true, workspace: $workspace, id: 'between'}]->(b)`,
  `MATCH (quote:Colloquy:Quote {workspace: $workspace}) CREATE (note:TestUser {of: $workspace})
   CREATE (quote)-[:ABOUT {foreign: true, workspace: $workspace}]->(note)`,
];

async function fill(store: GraphStore): Promise<void> {
  await store.upsert("chunk", [CHUNK]);
  await store.upsert("entity", [ANN, TOPIC]);
  await store.upsert("mention", [MENTION]);
  await store.upsert("relationship", [CAUSE]);
}

const ANN_NODE = "MATCH (ann:Colloquy {workspace: $workspace, kind: 'entity', id: $ann})";

/** A user's additions: own nodes, labels and properties, and relationships on and between our nodes. */
const USER_ADDS = [
  `${ANN_NODE} SET ann:Favourite, ann.birthday = '1 May', ann.score = 3.5
   CREATE (note:TestUser {of: $workspace, text: 'call her', name: 'Note', type: 'Person'})-[:ABOUT {since: 2020}]->(ann)`,
  `${ANN_NODE} MATCH (topic:Colloquy {workspace: $workspace, kind: 'entity', id: $topic})
   CREATE (ann)-[:KNOWS {well: true}]->(topic), (ann)-[:CAUSES {mine: true}]->(topic)`,
  `MATCH (chunk:Colloquy {workspace: $workspace, kind: 'chunk', id: $chunk}) ${ANN_NODE}
   CREATE (ann)-[:MENTIONED_IN {mine: true}]->(chunk)`,
];

/** All of the user's data, as one value that must not change. */
async function ofUser(place: Workplace): Promise<unknown> {
  return place.cypher(
    `${ANN_NODE}
     OPTIONAL MATCH (ann)-[r]-(other) WHERE r.workspace IS NULL
     WITH ann, r, other ORDER BY type(r), other.id
     RETURN 'Favourite' IN labels(ann) AS favourite, ann.birthday AS birthday, ann.score AS score,
       collect([type(r), properties(r), startNode(r) = ann, other.id, CASE WHEN other:TestUser THEN other.text END]) AS links`,
    { ann: ANN.id },
  );
}

async function withUser(place: Workplace): Promise<{ store: GraphStore; before: unknown }> {
  const store = await place.prepared();
  await fill(store);
  const ids = { ann: ANN.id, topic: TOPIC.id, chunk: CHUNK.id };
  for (const statement of USER_ADDS) await place.cypher(statement, ids);
  const before = await ofUser(place);
  expect(before).toMatchObject([{ favourite: true, birthday: "1 May", score: 3.5 }]);
  expect((before as { links: unknown[] }[])[0]?.links).toHaveLength(4);
  return { store, before };
}

describe.skipIf(missing !== null)(titled("a user's own data next to ours in Neo4j"), () => {
  it("stays when rows are written again and changed", async () => {
    await using place = new Workplace();
    const { store, before } = await withUser(place);
    await fill(store);
    await store.upsert("entity", [{ ...ANN, name: "Anna", type: "Organization" }]);
    expect(await ofUser(place)).toEqual(before);
    const [node] = await place.cypher(`${ANN_NODE} RETURN labels(ann) AS labels`, { ann: ANN.id });
    expect(node?.["labels"]).toEqual(expect.arrayContaining(["Colloquy", "Entity", "Organization", "Favourite"]));
    expect(node?.["labels"]).not.toContain("Person");
  });

  it("stays when its row is removed and written again", async () => {
    await using place = new Workplace();
    const { store, before } = await withUser(place);
    await store.remove("relationship", [CAUSE.id]);
    await store.remove("mention", [MENTION.id]);
    await store.remove("entity", [ANN.id, TOPIC.id]);
    await store.remove("chunk", [CHUNK.id]);
    expect(await ofUser(place)).toEqual(before);
    expect(await store.findEntities([ANN.id])).toEqual([]);
    const [left] = await place.cypher(`${ANN_NODE} RETURN labels(ann) AS labels, keys(ann) AS keys`, { ann: ANN.id });
    expect(new Set(left?.["labels"] as string[])).toEqual(new Set(["Colloquy", "Favourite"]));
    expect(new Set(left?.["keys"] as string[])).toEqual(new Set(["workspace", "kind", "id", "birthday", "score"]));
    await fill(store);
    expect(await ofUser(place)).toEqual(before);
    expect(await store.findEntities([ANN.id])).toEqual([ANN]);
  });

  it("stays when the workspace is cleared and filled again", async () => {
    await using place = new Workplace();
    const { store, before } = await withUser(place);
    await store.complete({ marker: "m", epoch: sampleEpoch(1) });
    await store.clear();
    expect(await ofUser(place)).toEqual(before);
    const { byType, ...counts } = await store.counts();
    expect(new Set(Object.values(counts))).toEqual(new Set([0]));
    expect(byType).toEqual({ entities: {}, relationships: {} });
    await fill(store);
    expect(await ofUser(place)).toEqual(before);
    expect(await store.findEntities([ANN.id])).toEqual([ANN]);
    expect((await store.counts()).mentions).toBe(1);
  });

  it("is not read or counted as ours", async () => {
    await using place = new Workplace();
    const { store } = await withUser(place);
    await place.cypher("CREATE (:TestUser:Entity:Chunk {of: $workspace, nameKeys: ['ann'], name: 'Ann', id: $id})", {
      id: sampleId("stranger"),
    });
    const { byType, ...counts } = await store.counts();
    expect(counts).toEqual({
      transcripts: 0,
      chunks: 1,
      entities: 2,
      mentions: 1,
      relationships: 1,
      derived: 0,
      quotes: 0,
      evidence: 0,
    });
    expect(byType).toEqual({ entities: { Person: 1, Concept: 1 }, relationships: { CAUSES: 1 } });
    expect(await store.relationships({ limit: 10, entity: ANN.id })).toEqual([CAUSE]);
    expect(await store.mentions([ANN.id], { limit: 10 })).toEqual([MENTION]);
    expect(await store.findEntities(["ann"])).toEqual([ANN]);
  });

  it("stays when it has our workspace's name and ids, but not our label at both ends", async () => {
    await using place = new Workplace();
    await using beside = new Workplace();
    const store = await place.prepared();
    await fill(store);
    await store.upsert("quote", [QUOTE]);
    await (await beside.prepared()).upsert("entity", [ANN, TOPIC]);
    const parameters = { ids: [MENTION.id, CAUSE.id, sampleId("stranger")], beside: beside.workspace };
    for (const statement of FOREIGN) await place.cypher(statement, parameters);
    const foreign = `MATCH (a)-[r {workspace: $workspace}]->(b) WHERE r.foreign
RETURN type(r) AS type, count(r) AS count, count(r.id) AS ids ORDER BY type`;
    const before = await place.cypher(foreign);
    expect(before).toEqual([
      { type: "ABOUT", count: 1, ids: 0 },
      { type: "CAUSES", count: 2, ids: 2 },
      { type: "MENTIONED_IN", count: 204, ids: 204 },
    ]);
    const rows = { mention: [MENTION], relationship: [CAUSE], quote: [QUOTE], chunk: [CHUNK] } as const;
    for (const kind of ["mention", "relationship", "quote", "chunk"] as const) {
      const found: GraphRow[] = [];
      for await (const page of store.rows(kind)) found.push(...page);
      expect(found).toEqual(rows[kind]);
    }
    expect(await store.counts()).toMatchObject({ mentions: 1, relationships: 1, quotes: 1 });
    expect(await store.mentions([ANN.id], { limit: 10 })).toEqual([MENTION]);
    expect(await store.mentionCounts([{ entity: ANN.id }])).toEqual([
      [{ file: MENTION.evidence.file, mentions: 1, found: 0 }],
    ]);
    expect(
      (await store.relationshipsInContext([ANN.id], { limit: 10 })).map(({ relationship }) => relationship),
    ).toEqual([CAUSE]);
    expect(await store.relationships({ limit: 10, entity: ANN.id })).toEqual([CAUSE]);
    await fill(store);
    await store.upsert("quote", [QUOTE]);
    await store.remove("quote", [QUOTE.id]);
    await store.remove("relationship", parameters.ids);
    await store.remove("mention", [...parameters.ids, ...Array.from({ length: 200 }, (_, n) => `other ${n}`)]);
    await store.clear();
    expect(await place.cypher(foreign)).toEqual(before);
  });

  it("does not keep our nodes without foreign relationships", async () => {
    await using place = new Workplace();
    const store = await place.prepared();
    await fill(store);
    await store.remove("relationship", [CAUSE.id]);
    await store.remove("mention", [MENTION.id]);
    await store.remove("entity", [ANN.id, TOPIC.id]);
    await store.remove("chunk", [CHUNK.id]);
    const left = "MATCH (n:Colloquy {workspace: $workspace}) RETURN count(n) AS nodes";
    expect(await place.cypher(left)).toEqual([{ nodes: 0 }]);
    await fill(store);
    await store.upsert("mention", [sampleMention("of nobody")]);
    await store.complete({ marker: "m", epoch: sampleEpoch(1) });
    await store.clear();
    expect(await place.cypher(left)).toEqual([{ nodes: 0 }]);
  });
});
