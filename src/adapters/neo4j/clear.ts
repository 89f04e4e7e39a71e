import type { Connection } from "./connection.ts";
import { EVERY_NODE, everyRow, isBare, NODE_LABELS, type NodeKind } from "./cypher.ts";
import { NODE_PROPERTIES } from "./kinds/index.ts";
import { isOurs } from "./kinds/links.ts";
import { isOursAlone, toPlaceholder } from "./kinds/remove-nodes.ts";
import { STATE_NODE } from "./state.ts";
import { STRUCTURAL_LABELS, TYPE_NAME_PATTERN } from "./type-names.ts";

/** So many nodes or relationships go in one transaction: the server holds a transaction in memory. */
const BOUND = "IN TRANSACTIONS OF 10000 ROWS";

function inBatches(match: string, variable: string, work: string): string {
  return `${match}\nCALL (${variable}) {\n${work}\n} ${BOUND}`;
}

const REMOVE_STATE = `MATCH ${STATE_NODE} DELETE n`;

const REMOVE_RELATIONSHIPS = inBatches(
  `${EVERY_NODE}\nMATCH (n)-[r]->(end:Colloquy) WHERE ${isOurs("r", "end")}`,
  "r",
  "DELETE r",
);

function removeRows(kind: NodeKind): readonly string[] {
  const properties = NODE_PROPERTIES[kind];
  return [
    inBatches(`${everyRow(kind)} AND ${isOursAlone(kind, properties)}`, "n", "DELETE n"),
    inBatches(everyRow(kind), "n", toPlaceholder(kind, properties)),
  ];
}

const REMOVE_PLACEHOLDERS = inBatches(`${EVERY_NODE} AND ${isBare("n")}`, "n", "DELETE n");

/**
 * Removes what is of one workspace, in transactions of a bounded size: the state first, so that a store that was cleared
 * in part is never taken for complete. Nodes to which somebody attached something stay as placeholders.
 */
export async function clearWorkspace(connection: Connection, workspace: string): Promise<void> {
  const kinds = Object.keys(NODE_LABELS) as NodeKind[];
  const statements = [REMOVE_STATE, REMOVE_RELATIONSHIPS, ...kinds.flatMap(removeRows), REMOVE_PLACEHOLDERS];
  const parameters = { workspace, typeName: TYPE_NAME_PATTERN, structural: STRUCTURAL_LABELS };
  for (const statement of statements) await connection.run(statement, parameters);
}
