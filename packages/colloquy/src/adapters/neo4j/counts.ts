import type { Transaction } from "neo4j-driver";
import type { GraphCounts } from "../../ports/index.ts";
import { everyRow, type NodeKind } from "./cypher.ts";
import { EVERY_RELATIONSHIP } from "./kinds/relationship.ts";
import { isOurs } from "./kinds/links.ts";
import { readNumber, readText } from "./values.ts";

type Counted = readonly (readonly [type: string, count: number])[];

const COUNT_MENTIONS = `MATCH (entity:Colloquy)-[r:MENTIONED_IN]->(chunk:Colloquy)
WHERE entity.workspace = $workspace AND ${isOurs("r", "chunk")} AND r.id IS NOT NULL RETURN '' AS type, count(r) AS count`;

function countNodes(kind: NodeKind): string {
  return `${everyRow(kind)} RETURN ${kind === "entity" ? "n.type" : "''"} AS type, count(n) AS count`;
}

/** Counts the rows in the database. No totals are stored, because a manual change would make them wrong. */
export async function readCounts(transaction: Transaction, workspace: string): Promise<GraphCounts> {
  const count = async (statement: string): Promise<Counted> => {
    const { records } = await transaction.run(`${statement} ORDER BY type`, { workspace });
    return records.map((record) => [readText(record.get("type")), readNumber(record.get("count"))]);
  };
  const of = (kind: NodeKind) => count(countNodes(kind));
  const entities = await of("entity");
  const relationships = await count(`${EVERY_RELATIONSHIP} RETURN r.type AS type, count(r) AS count`);
  return {
    transcripts: total(await of("transcript")),
    chunks: total(await of("chunk")),
    entities: total(entities),
    mentions: total(await count(COUNT_MENTIONS)),
    relationships: total(relationships),
    derived: total(await count(`${EVERY_RELATIONSHIP} AND r.derived RETURN '' AS type, count(r) AS count`)),
    quotes: total(await of("quote")),
    evidence: total(await of("evidence")),
    byType: { entities: Object.fromEntries(entities), relationships: Object.fromEntries(relationships) },
  };
}

function total(counted: Counted): number {
  return counted.reduce((sum, [, count]) => sum + count, 0);
}
