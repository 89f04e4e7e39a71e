import { key, NODE_LABELS, type NodeKind } from "../cypher.ts";

/**
 * Links that belong to one row's node. They repeat the node's properties, so people can follow them. Pages of rows read
 * both, so `verify` finds a link that was removed, doubled, reversed or moved.
 */
export type OwnLink = "PART_OF" | "FOUND_IN" | "SAID" | "ABOUT";

/** Links that lead to the row's node instead of from it. */
const INCOMING: readonly string[] = ["SAID"];

/** Whether a node or relationship of ours is in our workspace. The pattern checks the node's label. */
export function isOurs(link: string, end: string): string {
  return `${link}.workspace = $workspace AND ${end}.workspace = $workspace`;
}

/** Reads the ids at the far ends of links, in addition to the properties of `n`. Each list has the name of its link. */
export function readLinks(...types: readonly OwnLink[]): string {
  const read = (type: OwnLink) =>
    `, ${type}: [(n)${arrow(type, `[link:${type}]`)}(end:Colloquy) WHERE ${isOurs("link", "end")} | end.id]`;
  return types.map(read).join("");
}

function arrow(type: OwnLink, link: string): string {
  return INCOMING.includes(type) ? `<-${link}-` : `-${link}->`;
}

/** Whether the links lead to exactly these ids, one link each. */
export function isLinkedTo(expected: readonly string[], ends: readonly string[]): boolean {
  const named = new Set(expected);
  return ends.length === named.size && new Set(ends).size === named.size && ends.every((end) => named.has(end));
}

/** Removes doubled links, reversed links, and links to nodes outside `expected`, an expression that returns ids. */
export function removeWrongLinks(kind: NodeKind, types: readonly OwnLink[], expected: string): string {
  const names = types.join("|");
  const incoming = INCOMING.map((type) => `'${type}'`).join(", ");
  return `UNWIND $rows AS row
MATCH ${key("n", `'${kind}'`, "row.id")}-[link:${names}]-(end:Colloquy)
WHERE ${isOurs("link", "end")} AND (NOT coalesce(end.id, '') IN ${expected}
  OR (startNode(link) = n) = (type(link) IN [${incoming}])
  OR EXISTS {
    (n)-[twin:${names}]-(end)
    WHERE twin.workspace = $workspace AND type(twin) = type(link) AND startNode(twin) = startNode(link)
      AND elementId(twin) < elementId(link)
  })
DELETE link`;
}

/**
 * How many links a row's node has beyond `expected`, an expression. It also counts users' links, which avoids a look at
 * each link.
 */
export function excessLinks(types: readonly OwnLink[], expected: string): string {
  return `max(COUNT { (n)-[:${types.join("|")}]-() } - (${expected})) AS excess`;
}

/** Creates a link between a row's node `n` and `end`. */
export function mergeLink(type: OwnLink): string {
  return `MERGE (n)${arrow(type, `[:${type} {workspace: $workspace}]`)}(end)`;
}

/** Creates the nodes of a kind, each with its one link to `end`, an existing node; returns how many were written. */
export function mergeLinkedRows(kind: NodeKind, type: OwnLink, end: string): string {
  return `UNWIND $rows AS row
MERGE ${key("n", `'${kind}'`, "row.id")}
SET n:${NODE_LABELS[kind]}, n += row.properties
WITH n, row
MATCH ${end}
${mergeLink(type)}
RETURN count(*) AS written, ${excessLinks([type], "1")}`;
}
