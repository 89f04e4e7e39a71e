import { isBare, NODE_LABELS, type NodeKind, rowById } from "../cypher.ts";
import { isOurs } from "./links.ts";

/** Names of the properties that every node of ours has. */
const KEY_PROPERTIES = ["workspace", "kind", "id"];

/** Relationships that a row's node has of its own, by kind; the others on it are rows themselves, or somebody else's. */
const OWN_LINKS: Readonly<Record<NodeKind, string | null>> = {
  transcript: null,
  chunk: "PART_OF|SPOKE_IN",
  entity: null,
  quote: "SAID|ABOUT|FOUND_IN|SUPPORTS",
  evidence: "SAID|ABOUT|FOUND_IN|SUPPORTS",
};

/**
 * Whether a row's node can go with its row: nothing is attached to it, and it has no label and no property but ours.
 * `properties` are the names of the kind's.
 */
export function isOursAlone(kind: NodeKind, properties: readonly string[]): string {
  const names = [...KEY_PROPERTIES, ...properties].map((name) => `'${name}'`).join(", ");
  const labels = kind === "entity" ? "['Colloquy', 'Entity', n.type]" : `['Colloquy', '${NODE_LABELS[kind]}']`;
  return `NOT EXISTS { (n)--() }
  AND all(label IN labels(n) WHERE label IN ${labels}) AND all(name IN keys(n) WHERE name IN [${names}])`;
}

/** Makes a placeholder of a row's node: what others attached, and labels and properties of theirs, stay. */
export function toPlaceholder(kind: NodeKind, properties: readonly string[]): string {
  const nothing = properties.map((name) => `${name}: null`).join(", ");
  const type =
    kind === "entity"
      ? `REMOVE n:$([label IN labels(n) WHERE label = n.type AND label =~ $typeName AND NOT label IN $structural])\n`
      : "";
  return `${type}REMOVE n:${NODE_LABELS[kind]}
SET n += {${nothing}}`;
}

/** Statements that take away the rows of `$ids`: first their own links, then the nodes. */
export function removeNodes(kind: NodeKind, properties: readonly string[]): readonly string[] {
  const links = OWN_LINKS[kind];
  const eachId = `UNWIND $ids AS id\n${rowById(kind, "id")}`;
  const unlink = `${eachId}
MATCH (n)-[link:${links ?? ""}]-(end:Colloquy) WHERE ${isOurs("link", "end")}
DELETE link
WITH DISTINCT end AS end WHERE ${isBare("end")}
DELETE end`;
  return [
    ...(links === null ? [] : [unlink]),
    `${eachId} WHERE ${isOursAlone(kind, properties)}\nDELETE n`,
    `${eachId}\n${toPlaceholder(kind, properties)}`,
  ];
}
