import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GraphRow, GraphRowKind } from "../../src/model/index.ts";
import type { GraphStore } from "../../src/ports/index.ts";
import { byId } from "../../src/testing/suites/assertions.ts";
import {
  sampleId,
  sampleChunk,
  sampleEntity,
  sampleEvidenceRow,
  sampleMention,
  sampleQuote,
  sampleRelationship,
} from "../../src/testing/suites/sample-rows.ts";
import { missing, titled, Workplace } from "./workplace.ts";

const CHUNK = sampleChunk("chunk", { text: "half a \ud83d", startMs: 0 });
const LABEL = { chunk: CHUNK.id, text: "Ann", speaker: "Ann", startOffset: 0, endOffset: 3 };
/** In another order than that of writing: links do not depend on it. */
const ROWS: Partial<Record<GraphRowKind, readonly GraphRow[]>> = {
  evidence: [sampleEvidenceRow("evidence"), sampleEvidenceRow("of the quote", { of: sampleId("quote") })],
  chunk: [CHUNK],
  entity: [sampleEntity("ann", { name: "Ann", type: "Person" })],
  mention: [sampleMention("label", { entity: sampleId("ann"), evidence: LABEL })],
  relationship: [
    sampleRelationship("relationship", { source: sampleId("ann"), target: sampleId("topic"), confidence: 1 }),
  ],
  quote: [sampleQuote("quote", { speaker: sampleId("ann"), about: [sampleId("b"), sampleId("a"), sampleId("b")] })],
};
const KINDS = Object.keys(ROWS) as GraphRowKind[];
const rowsOf = (kind: GraphRowKind) => byId(ROWS[kind] ?? []);

async function everyRow(store: GraphStore, kind: GraphRowKind): Promise<readonly GraphRow[]> {
  const found: GraphRow[] = [];
  for await (const rows of store.rows(kind)) found.push(...rows);
  return found;
}

async function fill(store: GraphStore): Promise<void> {
  for (const kind of KINDS) await store.upsert(kind, rowsOf(kind));
}

const node = (kind: string) => `MATCH (n:Colloquy {workspace: $workspace, kind: '${kind}', id: $${kind}})`;
/** Each link: the kind of row that changes without it, its node, and its pattern. */
const LINKS = [
  ["chunk", "PART_OF", "(n)-[link:PART_OF]->(end)"],
  ["evidence", "FOUND_IN", "(n)-[link:FOUND_IN]->(end)"],
  ["quote", "FOUND_IN", "(n)-[link:FOUND_IN]->(end)"],
  ["quote", "SAID", "(n)<-[link:SAID]-(end)"],
  ["quote", "ABOUT", "(n)-[link:ABOUT]->(end)"],
  ["evidence", "SAID", "(n)<-[link:SAID]-(end)"],
  ["chunk", "SPOKE_IN", "(n)<-[link:SPOKE_IN]-(end)"],
] as const;
/** Links of evidence that `verify` reads with the supported row. */
const SUPPORT = [
  ["relationship", "ABOUT", "(n {of: $relationship})-[link:ABOUT {role: 'target'}]->(end)"],
  ["quote", "SUPPORTS", "(n {of: $quote})-[link:SUPPORTS]->(end)"],
] as const;
const matched = [
  ...LINKS.map(([kind, type, pattern]) => [kind, type, `${node(kind)} MATCH ${pattern}`] as const),
  ...SUPPORT.map(
    ([kind, type, pattern]) => [kind, type, `MATCH (n:Evidence {workspace: $workspace}) MATCH ${pattern}`] as const,
  ),
];
const mention = "MATCH (a)-[r:MENTIONED_IN {workspace: $workspace}]->(b)";
const relationship = "MATCH (a)-[r:CAUSES {workspace: $workspace}]->(b)";
const REPLACE = "SET copy = properties(r) DELETE r";

/** Changes by others, with the kind of row that they affect. */
const DAMAGE: readonly (readonly [what: string, kind: GraphRowKind, cypher: string])[] = [
  ...matched.flatMap(([kind, type, match]) => {
    const copy = (from: string, to: string) => `CREATE (${from})-[copy:${type}]->(${to}) SET copy = properties(link) `;
    const both = "WITH n, link, startNode(link) AS a, endNode(link) AS b LIMIT 1 ";
    return [
      [`${type} of a ${kind} gone`, kind, `${match} DELETE link`],
      [`${type} of a ${kind} doubled`, kind, `${match} ${both} ${copy("a", "b")}`],
      [`${type} of a ${kind} turned round`, kind, `${match} ${both} ${copy("b", "a")} DELETE link`],
      [`${type} of a ${kind} laid elsewhere`, kind, `${match} ${both} ${copy("n", "n")} DELETE link`],
    ] as const;
  }),
  ["an extra link", "quote", `${node("quote")} CREATE (n)-[:ABOUT {workspace: $workspace}]->(n)`],
  ["a missing type label", "entity", `${node("entity")} REMOVE n:Person`],
  ["missing keys of names", "entity", `${node("entity")} REMOVE n.nameKeys`],
  ["changed keys of names", "entity", `${node("entity")} SET n.nameKeys = ['x']`],
  ["a changed text of a row that `exact` holds", "chunk", `${node("chunk")} SET n.text = 'x'`],
  ["an invalid `exact`", "chunk", `${node("chunk")} SET n.exact = '{"kind":'`],
  ["an `exact` of another kind", "chunk", `${node("chunk")} SET n.exact = 'null'`],
  ["an offset as a float", "evidence", `${node("evidence")} SET n.startOffset = toFloat(n.startOffset)`],
  ["a time of 0 as a float", "chunk", `${node("chunk")} SET n.startMs = 0.0`],
  ["an offset of a mention as a float", "mention", `${mention} SET r.endOffset = toFloat(r.endOffset)`],
  ["an extra count of a polarity", "relationship", `${relationship} SET r.negated = 1`],
  ["a missing count of a polarity", "relationship", `${relationship} REMOVE r.stated`],
  ["a confidence as an integer", "relationship", `${relationship} SET r.confidence = 1`],
  ["an extra number", "chunk", `${node("chunk")} SET n.profile = 5`],
  ["a text instead of the number 0", "chunk", `${node("chunk")} SET n.ordinal = '0'`],
  ["a relationship of another type", "relationship", `${relationship} CREATE (a)-[copy:REDUCES]->(b) ${REPLACE}`],
  ["a reversed relationship", "relationship", `${relationship} CREATE (b)-[copy:CAUSES]->(a) ${REPLACE}`],
  ["a reversed mention", "mention", `${mention} CREATE (b)-[copy:MENTIONED_IN]->(a) ${REPLACE}`],
];

describe.skipIf(missing !== null)(titled("labels, links and keys in Neo4j"), () => {
  const ids = Object.fromEntries(KINDS.map((kind) => [kind, ROWS[kind]?.[0]?.id]));
  // One for all tests: each test repairs its damage and asserts that.
  let place: Workplace;
  let store: GraphStore;
  beforeAll(async () => {
    place = new Workplace();
    store = await place.prepared();
    await fill(store);
  });
  afterAll(() => place[Symbol.asyncDispose]());

  it.each(DAMAGE)("%s: changes the row of kind %s until it is repaired", async (_, kind, cypher) => {
    for (const one of KINDS) expect(await everyRow(store, one)).toEqual(rowsOf(one));
    await place.cypher(cypher, ids);
    expect(await everyRow(store, kind)).not.toEqual(rowsOf(kind));
    for (const one of ["relationship", "mention"] as const)
      if (one === kind)
        await store.remove(
          one,
          rowsOf(one).map(({ id }) => id),
        );
    await fill(store);
    for (const one of KINDS) expect(await everyRow(store, one)).toEqual(rowsOf(one));
  });

  it("do not change when a user adds a link of the same name", async () => {
    for (const [, type, match] of matched)
      await place.cypher(
        `${match} WITH link LIMIT 1 MATCH (a) WHERE a = startNode(link) MATCH (b) WHERE b = endNode(link) CREATE (a)-[:${type} {mine: 1}]->(b)`,
        ids,
      );
    await fill(store);
    for (const kind of KINDS) expect(await everyRow(store, kind)).toEqual(rowsOf(kind));
    const mine = "MATCH (:Colloquy {workspace: $workspace})-[r {mine: 1}]->() RETURN count(r) AS count";
    expect(await place.cypher(mine)).toEqual([{ count: matched.length }]);
  });
});
