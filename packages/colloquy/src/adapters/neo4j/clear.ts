import type { Claim } from "./claim.ts";
import type { Connection } from "./connection.ts";
import { EVERY_NODE, everyRow, isBare, key, NODE_LABELS, type NodeKind } from "./cypher.ts";
import { NODE_PROPERTIES } from "./kinds/index.ts";
import { isOurs } from "./kinds/links.ts";
import { isOursAlone, toPlaceholder } from "./kinds/remove-nodes.ts";
import type { Portions } from "./portions.ts";
import { GRAPH_STATE, removeState } from "./state.ts";
import { STRUCTURAL_LABELS, TYPE_NAME_PATTERN } from "./type-names.ts";
import { numberValue } from "./values.ts";

/** Nodes or relationships removed in one transaction. The server holds a transaction in memory. */
const ROWS_A_TRANSACTION = 10_000;

/**
 * Stops removing when another object has claimed the workspace. A transaction holds locks on what it removed until it
 * commits, and rows of the new owner wait for that.
 */
const WHILE_CLAIMED = (variable: string) =>
  `WITH ${variable} WHERE $owner IS NULL OR EXISTS { MATCH ${key("state", "'workspace'", "$workspace")} WHERE state.owner = $owner }`;

function inBatches(match: string, variable: string, work: string): string {
  return `${match}\nCALL (${variable}) {\n${WHILE_CLAIMED(variable)}\n${work}\n} IN TRANSACTIONS OF $atOnce ROWS`;
}

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
 * Removes all data of one workspace, in transactions of limited size. The state goes first, so a partly cleared store
 * is never taken for complete. Nodes with foreign relationships or properties stay as placeholders.
 * @throws ColloquyError `workspace-busy` when another object claims the workspace meanwhile.
 */
export async function clearWorkspace(
  connection: Connection,
  portions: Portions,
  claim: Claim,
  workspace: string,
): Promise<void> {
  await connection.write(async (transaction) => {
    await claim.check(transaction);
    await removeState(transaction, GRAPH_STATE, workspace);
  });
  const kinds = Object.keys(NODE_LABELS) as NodeKind[];
  const statements = [REMOVE_RELATIONSHIPS, ...kinds.flatMap(removeRows), REMOVE_PLACEHOLDERS];
  const types = { typeName: TYPE_NAME_PATTERN, structural: STRUCTURAL_LABELS };
  for (const statement of statements)
    await portions.sized(ROWS_A_TRANSACTION, (size) =>
      connection.run(statement, { ...types, workspace, owner: claim.token, atOnce: numberValue(size) }),
    );
  await connection.write((transaction) => claim.check(transaction));
}
