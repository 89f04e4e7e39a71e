import { CROSS_EPISODE } from "../../model/index.ts";
import { everyRow, key, rowById } from "./cypher.ts";
import { isOurs } from "./kinds/links.ts";
import { MENTION_ROW } from "./kinds/mention.ts";
import { EVERY_RELATIONSHIP, RELATIONSHIP_ROW } from "./kinds/relationship.ts";
import { NO_LINK } from "./type-names.ts";

const PAGE = "SKIP $offset LIMIT $limit";
const NODE_ROW = "n {.*} AS row";
const BY_PLACE = "n.file, n.startOffset, n.endOffset, n.id";
const BY_MENTIONS = "n.mentions DESC, n.name, n.id";
const BY_SUPPORT = "r.count DESC, r.confidence DESC, r.id";

/** Statements that read rows; each gives `row`, as the kind's `decode` takes it, in the order of the port. */
export const QUERIES = {
  chunk: `${rowById("chunk", "$id")} RETURN ${NODE_ROW}`,
  entity: `${rowById("entity", "$id")} RETURN ${NODE_ROW}`,
  transcripts: `${everyRow("transcript")} RETURN ${NODE_ROW} ORDER BY n.file, n.id ${PAGE}`,
  entities: `${everyRow("entity")} WITH n ORDER BY ${BY_MENTIONS} ${PAGE} RETURN ${NODE_ROW} ORDER BY ${BY_MENTIONS}`,
  entitiesOfType: `${everyRow("entity")} AND n.type = $type
WITH n ORDER BY ${BY_MENTIONS} ${PAGE} RETURN ${NODE_ROW} ORDER BY ${BY_MENTIONS}`,
  entitiesByName: `CALL db.index.fulltext.queryNodes('colloquy_name_keys', $query) YIELD node AS n
WHERE n:Colloquy AND n:Entity AND n.workspace = $workspace AND n.kind = 'entity'
RETURN ${NODE_ROW} ORDER BY ${BY_MENTIONS}`,
  /** Looks at every entity: for a database whose index is not there, as before anything was written to it. */
  entitiesByKey: `${everyRow("entity")} AND $key IN n.nameKeys RETURN ${NODE_ROW} ORDER BY ${BY_MENTIONS}`,
  evidence: `MATCH (n:Colloquy:Evidence {workspace: $workspace, of: $of})
RETURN ${NODE_ROW} ORDER BY ${BY_PLACE} ${PAGE}`,
  mentions: `MATCH ${key("entity", "'entity'", "$entity")}-[r:MENTIONED_IN]->(chunk:Colloquy)
WHERE ${isOurs("r", "chunk")}
WITH entity, r, chunk ORDER BY r.file, r.startOffset, r.endOffset, r.id ${PAGE}
RETURN ${MENTION_ROW} ORDER BY r.file, r.startOffset, r.endOffset, r.id`,
  filesOf: `MATCH ${key("entity", "'entity'", "$entity")}-[r:MENTIONED_IN]->(chunk:Colloquy)
WHERE ${isOurs("r", "chunk")}
RETURN DISTINCT r.file AS file ORDER BY file`,
} as const;

/** Relationships of an entity, of a type, of both or all; those that link episodes only by type. */
export function relationshipsQuery(entity: boolean, type: boolean): string {
  const match = entity
    ? `MATCH (end:Colloquy {workspace: $workspace, id: $entity})-[r:${NO_LINK}]-(other:Colloquy)
WHERE end.kind IN ['entity', 'transcript'] AND ${isOurs("r", "other")} AND r.type IS NOT NULL`
    : EVERY_RELATIONSHIP;
  const condition = type ? "r.type = $type" : `r.type <> '${CROSS_EPISODE}'`;
  return `${match} AND ${condition}
WITH DISTINCT r ORDER BY ${BY_SUPPORT} ${PAGE}
WITH r, startNode(r) AS source, endNode(r) AS target
RETURN ${RELATIONSHIP_ROW} ORDER BY ${BY_SUPPORT}`;
}

/** Quotes by who said them, by what they are about, by both or all. */
export function quotesQuery(speaker: boolean, about: boolean): string {
  const links = [
    ...(speaker ? [`MATCH ${key("", "'entity'", "$speaker")}-[said:SAID]->(n) WHERE said.workspace = $workspace`] : []),
    ...(about ? [`MATCH ${key("", "'entity'", "$about")}<-[topic:ABOUT]-(n) WHERE topic.workspace = $workspace`] : []),
  ];
  const condition = links.length === 0 ? "" : `${links.join("\n")}\nWITH DISTINCT n\n`;
  return `${condition}${everyRow("quote")}
WITH n ORDER BY ${BY_PLACE} ${PAGE}
RETURN ${NODE_ROW} ORDER BY ${BY_PLACE}`;
}
