import { describe, expect, it } from "vitest";
import type { GraphRow, GraphRowKind } from "../../src/model/index.ts";
import type { GraphStore } from "../../src/ports/index.ts";
import {
  idOf,
  sampleChunk,
  sampleEntity,
  sampleEvidenceRow,
  sampleQuote,
} from "../../src/testing/suites/sample-rows.ts";
import { missing, titled, Workplace } from "./workplace.ts";

const ROWS: Partial<Record<GraphRowKind, GraphRow>> = {
  chunk: sampleChunk("chunk", { text: "half a \ud83d" }),
  entity: sampleEntity("ann", { name: "Ann", type: "Person" }),
  quote: sampleQuote("quote", { speaker: idOf("ann"), about: [idOf("b"), idOf("a"), idOf("b")] }),
  evidence: sampleEvidenceRow("evidence"),
};
const KINDS = Object.keys(ROWS) as GraphRowKind[];

async function everyRow(store: GraphStore, kind: GraphRowKind): Promise<readonly GraphRow[]> {
  const found: GraphRow[] = [];
  for await (const rows of store.rows(kind)) found.push(...rows);
  return found;
}

async function fill(store: GraphStore): Promise<void> {
  for (const kind of KINDS)
    await store.upsert(
      kind,
      [ROWS[kind]].flatMap((row) => row ?? []),
    );
}

const node = (kind: string) => `MATCH (n:Colloquy {workspace: $workspace, kind: '${kind}', id: $${kind}})`;
const link = (kind: string, type: string) => `${node(kind)}-[link:${type}]->(end)`;
const LINKS = [
  ["chunk", "PART_OF"],
  ["evidence", "FOUND_IN"],
  ["quote", "FOUND_IN"],
  ["quote", "SAID_BY"],
  ["quote", "ABOUT"],
] as const;

/** What somebody may do to what Colloquy attached, by the kind of row that is another then. */
const DAMAGE: readonly (readonly [what: string, kind: GraphRowKind, cypher: string])[] = [
  ...LINKS.map(([kind, type]) => [`${type} of a ${kind} gone`, kind, `${link(kind, type)} DELETE link`] as const),
  ...LINKS.map(
    ([kind, type]) =>
      [
        `${type} of a ${kind} doubled`,
        kind,
        `${link(kind, type)} CREATE (n)-[twin:${type}]->(end) SET twin = properties(link)`,
      ] as const,
  ),
  ...LINKS.map(
    ([kind, type]) =>
      [
        `${type} of a ${kind} laid elsewhere`,
        kind,
        `${link(kind, type)} CREATE (n)-[moved:${type}]->(n) SET moved = properties(link) DELETE link`,
      ] as const,
  ),
  ["a link too many", "quote", `${node("quote")} CREATE (n)-[:ABOUT {workspace: $workspace}]->(n)`],
  ["the label of a type gone", "entity", `${node("entity")} REMOVE n:Person`],
  ["the keys of names gone", "entity", `${node("entity")} REMOVE n.nameKeys`],
  ["the keys of names changed", "entity", `${node("entity")} SET n.nameKeys = ['x']`],
  ["a text changed of which the row was kept whole", "chunk", `${node("chunk")} SET n.text = 'x'`],
  ["what is kept whole spoilt", "chunk", `${node("chunk")} SET n.exact = '{"kind":'`],
  ["what is kept whole of another kind", "chunk", `${node("chunk")} SET n.exact = 'null'`],
];

describe.skipIf(missing !== null)(titled("labels, links and keys in Neo4j"), () => {
  const ids = Object.fromEntries(KINDS.map((kind) => [kind, ROWS[kind]?.id]));

  it.each(DAMAGE)("%s: the row of kind %s is another, until it is written again", async (_, kind, cypher) => {
    await using place = new Workplace();
    const store = await place.prepared();
    await fill(store);
    for (const one of KINDS) expect(await everyRow(store, one)).toEqual([ROWS[one]]);
    await place.cypher(cypher, ids);
    for (const one of KINDS)
      if (one === kind) expect(await everyRow(store, one)).not.toEqual([ROWS[one]]);
      else expect(await everyRow(store, one)).toEqual([ROWS[one]]);
    await fill(store);
    for (const one of KINDS) expect(await everyRow(store, one)).toEqual([ROWS[one]]);
  });

  it("stay as they are where a user attached a link of the same name", async () => {
    await using place = new Workplace();
    const store = await place.prepared();
    await fill(store);
    for (const [kind, type] of LINKS)
      await place.cypher(`${link(kind, type)} CREATE (n)-[:${type} {mine: 1}]->(end)`, ids);
    await fill(store);
    for (const kind of KINDS) expect(await everyRow(store, kind)).toEqual([ROWS[kind]]);
    const mine = "MATCH (:Colloquy {workspace: $workspace})-[r {mine: 1}]->() RETURN count(r) AS count";
    expect(await place.cypher(mine)).toEqual([{ count: LINKS.length + 1 }]);
  });
});
