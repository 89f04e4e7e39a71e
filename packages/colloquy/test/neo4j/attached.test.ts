import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GraphRow, GraphRowKind } from "../../src/model/index.ts";
import type { GraphStore } from "../../src/ports/index.ts";
import { byId } from "../../src/testing/suites/assertions.ts";
import {
  idOf,
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
/** Not in the order of writing: links do not depend on it. */
const ROWS: Partial<Record<GraphRowKind, readonly GraphRow[]>> = {
  evidence: [sampleEvidenceRow("evidence"), sampleEvidenceRow("of the quote", { of: idOf("quote") })],
  chunk: [CHUNK],
  entity: [sampleEntity("ann", { name: "Ann", type: "Person" })],
  mention: [sampleMention("label", { entity: idOf("ann"), evidence: LABEL })],
  relationship: [sampleRelationship("relationship", { source: idOf("ann"), target: idOf("topic"), confidence: 1 })],
  quote: [sampleQuote("quote", { speaker: idOf("ann"), about: [idOf("b"), idOf("a"), idOf("b")] })],
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
/** Each link: the kind of row that is another without it, the node that it is on, and its pattern. */
const LINKS = [
  ["chunk", "PART_OF", "(n)-[link:PART_OF]->(end)"],
  ["evidence", "FOUND_IN", "(n)-[link:FOUND_IN]->(end)"],
  ["quote", "FOUND_IN", "(n)-[link:FOUND_IN]->(end)"],
  ["quote", "SAID", "(n)<-[link:SAID]-(end)"],
  ["quote", "ABOUT", "(n)-[link:ABOUT]->(end)"],
  ["evidence", "SAID", "(n)<-[link:SAID]-(end)"],
  ["chunk", "SPOKE_IN", "(n)<-[link:SPOKE_IN]-(end)"],
] as const;
/** Links of evidence that `verify` reads with what the evidence supports. */
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

/** What somebody may do to what Colloquy wrote, by the kind of row that is another then. */
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
  ["a link too many", "quote", `${node("quote")} CREATE (n)-[:ABOUT {workspace: $workspace}]->(n)`],
  ["the label of a type gone", "entity", `${node("entity")} REMOVE n:Person`],
  ["the keys of names gone", "entity", `${node("entity")} REMOVE n.nameKeys`],
  ["the keys of names changed", "entity", `${node("entity")} SET n.nameKeys = ['x']`],
  ["a text changed of which the row was kept whole", "chunk", `${node("chunk")} SET n.text = 'x'`],
  ["what is kept whole spoilt", "chunk", `${node("chunk")} SET n.exact = '{"kind":'`],
  ["what is kept whole of another kind", "chunk", `${node("chunk")} SET n.exact = 'null'`],
  ["an offset as a float", "evidence", `${node("evidence")} SET n.startOffset = toFloat(n.startOffset)`],
  ["a time of 0 as a float", "chunk", `${node("chunk")} SET n.startMs = 0.0`],
  ["an offset of a mention as a float", "mention", `${mention} SET r.endOffset = toFloat(r.endOffset)`],
  ["a count of a polarity that nobody has", "relationship", `${relationship} SET r.negated = 1`],
  ["a count of a polarity gone", "relationship", `${relationship} REMOVE r.stated`],
  ["a confidence as an integer", "relationship", `${relationship} SET r.confidence = 1`],
  ["a number where there is none", "chunk", `${node("chunk")} SET n.profile = 5`],
  ["a text where the number 0 stands", "chunk", `${node("chunk")} SET n.ordinal = '0'`],
  ["a relationship of another type", "relationship", `${relationship} CREATE (a)-[copy:REDUCES]->(b) ${REPLACE}`],
  ["a relationship turned round", "relationship", `${relationship} CREATE (b)-[copy:CAUSES]->(a) ${REPLACE}`],
  ["a mention turned round", "mention", `${mention} CREATE (b)-[copy:MENTIONED_IN]->(a) ${REPLACE}`],
];

describe.skipIf(missing !== null)(titled("labels, links and keys in Neo4j"), () => {
  const ids = Object.fromEntries(KINDS.map((kind) => [kind, ROWS[kind]?.[0]?.id]));
  // One for all: what one test spoils it also repairs, and says so.
  let place: Workplace;
  let store: GraphStore;
  beforeAll(async () => {
    place = new Workplace();
    store = await place.prepared();
    await fill(store);
  });
  afterAll(() => place[Symbol.asyncDispose]());

  it.each(DAMAGE)("%s: the row of kind %s is another, until it is repaired", async (_, kind, cypher) => {
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

  it("stay as they are where a user attached a link of the same name", async () => {
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
