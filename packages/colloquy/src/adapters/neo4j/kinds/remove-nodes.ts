import { isBare, NODE_LABELS, type NodeKind, rowById } from "../cypher.ts";
import { isOurs } from "./links.ts";

/** Properties of every node of ours. */
const KEY_PROPERTIES = ["workspace", "kind", "id"];

/** Relationship types that belong to a row's node, by kind. Other relationships are rows themselves, or foreign. */
const OWN_LINKS: Readonly<Record<NodeKind, string | null>> = {
  transcript: null,
  chunk: "PART_OF|SPOKE_IN",
  entity: null,
  quote: "SAID|ABOUT|FOUND_IN|SUPPORTS",
  evidence: "SAID|ABOUT|FOUND_IN|SUPPORTS",
};

/**
 * Whether a row's node can be removed with its row: it has no relationships, and only our labels and properties.
 * `properties` are the names of the kind's properties.
 */
export function isOursAlone(kind: NodeKind, properties: readonly string[]): string {
  const names = [...KEY_PROPERTIES, ...properties].map((name) => `'${name}'`).join(", ");
  const labels = kind === "entity" ? "['Colloquy', 'Entity', n.type]" : `['Colloquy', '${NODE_LABELS[kind]}']`;
  return `NOT EXISTS { (n)--() }
  AND all(label IN labels(n) WHERE label IN ${labels}) AND all(name IN keys(n) WHERE name IN [${names}])`;
}

/** Turns a row's node into a placeholder: foreign relationships, labels and properties stay. */
export function toPlaceholder(kind: NodeKind, properties: readonly string[]): string {
  const nothing = properties.map((name) => `${name}: null`).join(", ");
  const type =
    kind === "entity"
      ? `REMOVE n:$([label IN labels(n) WHERE label = n.type AND label =~ $typeName AND NOT label IN $structural])\n`
      : "";
  return `${type}REMOVE n:${NODE_LABELS[kind]}
SET n += {${nothing}}`;
}

/** Statements that remove the rows of `$ids`: first their own links, then the nodes. */
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
