import { key, NODE_LABELS, type NodeKind } from "../cypher.ts";

/**
 * A row's own links say again what its properties say, so that people can follow them. Pages of rows read both: a link
 * that somebody took away, doubled or laid elsewhere makes the row another, and `verify` finds it.
 */
export type OwnLink = "PART_OF" | "FOUND_IN" | "SAID_BY" | "ABOUT";

/** Reads the ids at the far ends of links, beside the properties of `n`, each as the link is called. */
export function readLinks(...types: readonly OwnLink[]): string {
  const read = (type: OwnLink) =>
    `, ${type}: [(n)-[link:${type}]->(end:Colloquy) WHERE link.workspace = $workspace | end.id]`;
  return types.map(read).join("");
}

/** The id that the one link of a row leads to; null without a link, and a text that is no id where there are more. */
export function linkedId(ends: readonly string[]): string | null {
  return ends.length === 0 ? null : ends.join(" ");
}

/** What several links lead to. The property knows the order, and what is named twice; it is told where both agree. */
export function linkedIds(property: readonly string[], ends: readonly string[]): readonly string[] {
  const named = new Set(property);
  const agree = ends.length === named.size && ends.every((end) => named.has(end)) && new Set(ends).size === ends.length;
  if (agree) return property;
  return [...new Set(ends)].toSorted().map((id) => ends.filter((end) => end === id).join(" "));
}

/**
 * Takes links away that somebody doubled, and those that lead elsewhere than to `expected`, an expression that gives ids.
 */
export function removeWrongLinks(kind: NodeKind, types: readonly OwnLink[], expected: string): string {
  const names = types.join("|");
  return `UNWIND $rows AS row
MATCH ${key("n", `'${kind}'`, "row.id")}-[link:${names}]->(end)
WHERE link.workspace = $workspace AND (NOT coalesce(end.id, '') IN ${expected} OR EXISTS {
  (n)-[twin:${names}]->(end)
  WHERE twin.workspace = $workspace AND type(twin) = type(link) AND elementId(twin) < elementId(link)
})
DELETE link`;
}

/** How many links of its own a row has beyond `expected`, an expression. A user's count as well: it costs no look at each. */
export function excessLinks(types: readonly OwnLink[], expected: string): string {
  return `max(COUNT { (n)-[:${types.join("|")}]->() } - (${expected})) AS excess`;
}

/** Makes the nodes of a kind, each with its one link to `end`, a node that is there; tells how many were written. */
export function mergeLinkedRows(kind: NodeKind, type: OwnLink, end: string): string {
  return `UNWIND $rows AS row
MERGE ${key("n", `'${kind}'`, "row.id")}
SET n:${NODE_LABELS[kind]}, n += row.properties
WITH n, row
MATCH ${end}
MERGE (n)-[:${type} {workspace: $workspace}]->(end)
RETURN count(*) AS written, ${excessLinks([type], "1")}`;
}
