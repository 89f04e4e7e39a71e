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
const PERSON = key("person", "'entity'", "$person");
const BY_SUPPORT = "r.count DESC, r.confidence DESC, r.id";

/** Statements that read rows; each gives `row`, as the kind's `decode` takes it, in the order of the port. */
export const QUERIES = {
  chunk: `${rowById("chunk", "$id")} RETURN ${NODE_ROW}`,
  entity: `${rowById("entity", "$id")} RETURN ${NODE_ROW}`,
  transcripts: `${everyRow("transcript")} RETURN ${NODE_ROW} ORDER BY n.file, n.id ${PAGE}`,
  entitiesByName: `CALL db.index.fulltext.queryNodes('colloquy_name_keys', $query) YIELD node AS n
WHERE n:Colloquy AND n:Entity AND n.workspace = $workspace AND n.kind = 'entity'
RETURN ${NODE_ROW} ORDER BY ${BY_MENTIONS}`,
  /** Looks at every entity: for a database whose index is not there, as before anything was written to it. */
  entitiesByKey: `${everyRow("entity")} AND $key IN n.nameKeys RETURN ${NODE_ROW} ORDER BY ${BY_MENTIONS}`,
  topics: `MATCH ${PERSON}-[s:SPOKE_IN]->(chunk:Colloquy)<-[r:MENTIONED_IN]-(n:Colloquy:Entity)
WHERE ${isOurs("s", "chunk")} AND ${isOurs("r", "n")} AND r.speaker = s.speaker AND n <> person
WITH n, count(r) AS said ORDER BY said DESC, n.name, n.id ${PAGE}
RETURN n {.*, said: said} AS row ORDER BY said DESC, n.name, n.id`,
  statements: `MATCH ${PERSON}-[said:SAID]->(e:Colloquy:Evidence) WHERE ${isOurs("said", "e")}
MATCH (source:Colloquy)<-[from:ABOUT {role: 'source'}]-(e)-[to:ABOUT {role: 'target'}]->(target:Colloquy)
WHERE ${isOurs("from", "source")} AND ${isOurs("to", "target")}
MATCH (source)-[r:${NO_LINK}]->(target) WHERE r.workspace = $workspace AND r.id = e.of AND r.type IS NOT NULL
WITH DISTINCT source, r, target ORDER BY ${BY_SUPPORT} ${PAGE}
RETURN ${RELATIONSHIP_ROW} ORDER BY ${BY_SUPPORT}`,
  speakerLabels: `MATCH ${PERSON}-[s:SPOKE_IN]->(chunk:Colloquy)
WHERE ${isOurs("s", "chunk")}
RETURN DISTINCT s.speaker AS label ORDER BY label`,
  filesOf: `MATCH ${key("entity", "'entity'", "$entity")}-[r:MENTIONED_IN]->(chunk:Colloquy)
WHERE ${isOurs("r", "chunk")}
RETURN DISTINCT r.file AS file ORDER BY file`,
} as const;

/** Entities of a type or all, from after one or from the first. */
export function entitiesQuery(type: boolean, after: boolean): string {
  const conditions = [
    ...(type ? ["n.type = $type"] : []),
    ...(after
      ? [
          "(n.mentions < $afterMentions OR n.mentions = $afterMentions AND (n.name > $afterName OR n.name = $afterName AND n.id > $afterId))",
        ]
      : []),
  ];
  return `${everyRow("entity")} ${conditions.map((condition) => `AND ${condition} `).join("")}
WITH n ORDER BY ${BY_MENTIONS} ${PAGE} RETURN ${NODE_ROW} ORDER BY ${BY_MENTIONS}`;
}

/** Evidence of a relationship or quote, of one speaker or all. */
export function evidenceQuery(speaker: boolean): string {
  return `MATCH (n:Colloquy:Evidence {workspace: $workspace, of: $of})
${speaker ? `MATCH (n)-[f:FOUND_IN]->(chunk:Colloquy) WHERE ${isOurs("f", "chunk")} AND ${isSpokenBy("n")}` : ""}
RETURN ${NODE_ROW} ORDER BY ${BY_PLACE} ${PAGE}`;
}

/** Mentions of an entity, by one speaker or all. */
export function mentionsQuery(speaker: boolean): string {
  return `MATCH ${key("entity", "'entity'", "$entity")}-[r:MENTIONED_IN]->(chunk:Colloquy)
WHERE ${isOurs("r", "chunk")} ${speaker ? `AND ${isSpokenBy("r")}` : ""}
WITH entity, r, chunk ORDER BY r.file, r.startOffset, r.endOffset, r.id ${PAGE}
RETURN ${MENTION_ROW} ORDER BY r.file, r.startOffset, r.endOffset, r.id`;
}

/** Whether the words of `row`, which stand in `chunk`, are those of the person `$person`. */
function isSpokenBy(row: string): string {
  return `EXISTS {
  MATCH ${PERSON}-[s:SPOKE_IN]->(chunk) WHERE s.workspace = $workspace AND s.speaker = ${row}.speaker
}`;
}

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
