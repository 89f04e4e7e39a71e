/** Parts of statements. They are joined from constants only: values of rows are always parameters. */

/** Kinds of row that are nodes. `Workspace` nodes hold the state of a store. */
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

/** Matches the node that holds a row. Placeholders do not match: they have no label of a kind. */
export function rowById(kind: NodeKind, id: string): string {
  return `MATCH (n:Colloquy:${NODE_LABELS[kind]} {workspace: $workspace, kind: '${kind}', id: ${id}})`;
}

/** Matches every node that holds a row of a kind, by the index of keys; conditions may follow. */
export function everyRow(kind: NodeKind, variable = "n"): string {
  return `MATCH (${variable}:Colloquy:${NODE_LABELS[kind]})
WHERE ${variable}.workspace = $workspace AND ${variable}.kind = '${kind}' AND ${variable}.id IS NOT NULL`;
}

/** Matches every node of the workspace, including placeholders. */
export const EVERY_NODE = `MATCH (n:Colloquy)
WHERE n.workspace = $workspace AND n.kind IS NOT NULL AND n.id IS NOT NULL`;

/** Whether a node has only its key: no row, no relationships, no foreign labels or properties. */
export function isBare(variable: string): string {
  return `labels(${variable}) = ['Colloquy'] AND size(keys(${variable})) = 3 AND NOT EXISTS { (${variable})--() }`;
}

/** Merges the nodes of a kind and sets `row.properties`; other properties and labels stay. */
export function mergeRows(kind: NodeKind): string {
  return `UNWIND $rows AS row
MERGE ${key("n", `'${kind}'`, "row.id")}
SET n:${NODE_LABELS[kind]}, n += row.properties`;
}

/**
 * Ends a write statement: returns how many of `$rows` were written. A lower number means that a referenced node is
 * missing.
 */
export const WRITTEN = "RETURN count(*) AS written";

/**
 * A page of the rows of a kind, ordered by id. The full order is written out, so the index of keys provides it.
 * @param besides what is also read of a node, for the kind's `isAttached`.
 * @param values named expressions for `besides`.
 */
export function pageOfRows(kind: NodeKind, besides: string, values: readonly string[] = []): string {
  return `MATCH (n:Colloquy:${NODE_LABELS[kind]})
WHERE n.workspace = $workspace AND n.kind = '${kind}' AND n.id > $after
WITH n ORDER BY n.workspace, n.kind, n.id LIMIT $limit
WITH ${["n", ...values].join(", ")}
RETURN n {.*${besides}} AS row ORDER BY n.workspace, n.kind, n.id`;
}
