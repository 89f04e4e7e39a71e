/**
 * Pieces that the statements are made of. They are joined here from constants alone: what comes from a row is always a
 * parameter.
 */

/** Kinds of row that are nodes; `Workspace` nodes remember what a store is complete with. */
export type NodeKind = "transcript" | "chunk" | "entity" | "quote" | "evidence";

export const NODE_LABELS: Readonly<Record<NodeKind, string>> = {
  transcript: "Transcript",
  chunk: "Chunk",
  entity: "Entity",
  quote: "Quote",
  evidence: "Evidence",
};

/** The pattern of a node by its key. `kind` and `id` are expressions. */
export function key(variable: string, kind: string, id: string): string {
  return `(${variable}:Colloquy {workspace: $workspace, kind: ${kind}, id: ${id}})`;
}

/** Matches the node that holds a row; a placeholder has no label of a kind. */
export function rowById(kind: NodeKind, id: string): string {
  return `MATCH (n:Colloquy:${NODE_LABELS[kind]} {workspace: $workspace, kind: '${kind}', id: ${id}})`;
}

/** Matches every node that holds a row of a kind, by way of the index of keys; conditions may follow. */
export function everyRow(kind: NodeKind, variable = "n"): string {
  return `MATCH (${variable}:Colloquy:${NODE_LABELS[kind]})
WHERE ${variable}.workspace = $workspace AND ${variable}.kind = '${kind}' AND ${variable}.id IS NOT NULL`;
}

/** Matches every node of the workspace, placeholders too. */
export const EVERY_NODE = `MATCH (n:Colloquy)
WHERE n.workspace = $workspace AND n.kind IS NOT NULL AND n.id IS NOT NULL`;

/** Whether nothing is left of a node but its key: no row, nothing attached, nothing of anybody else. */
export function isBare(variable: string): string {
  return `labels(${variable}) = ['Colloquy'] AND size(keys(${variable})) = 3 AND NOT EXISTS { (${variable})--() }`;
}

/** Makes the nodes of a kind and gives them `row.properties`; other properties and labels stay. */
export function mergeRows(kind: NodeKind): string {
  return `UNWIND $rows AS row
MERGE ${key("n", `'${kind}'`, "row.id")}
SET n:${NODE_LABELS[kind]}, n += row.properties`;
}

/** Ends a statement that writes: to how many of `$rows` it came. Fewer: a node that a row refers to is not there. */
export const WRITTEN = "RETURN count(*) AS written";

/**
 * A page of the rows of a kind, in the order of id; the order is written in full, so that the index of keys gives it.
 * @param besides what else of a node is read, for the kind's `isAttached`.
 * @param values expressions with names, which `besides` may use.
 */
export function pageOfRows(kind: NodeKind, besides: string, values: readonly string[] = []): string {
  return `MATCH (n:Colloquy:${NODE_LABELS[kind]})
WHERE n.workspace = $workspace AND n.kind = '${kind}' AND n.id > $after
WITH n ORDER BY n.workspace, n.kind, n.id LIMIT $limit
WITH ${["n", ...values].join(", ")}
RETURN n {.*${besides}} AS row ORDER BY n.workspace, n.kind, n.id`;
}
