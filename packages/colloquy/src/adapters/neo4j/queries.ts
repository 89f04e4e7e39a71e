import { CROSS_EPISODE, POLARITIES } from "../../model/index.ts";
import { everyRow, key, rowById } from "./cypher.ts";
import { isOurs } from "./kinds/links.ts";
import { MENTION_MAP } from "./kinds/mention.ts";
import { EVERY_RELATIONSHIP, RELATIONSHIP_ROW } from "./kinds/relationship.ts";
import { NO_EPISODE, NO_LINK } from "./type-names.ts";

const LIMIT = "LIMIT $limit";
const NODE_ROW = "n {.*} AS row";
const BY_PLACE = "n.file, n.startOffset, n.endOffset, n.id";
const BY_MENTIONS = "n.mentions DESC, n.name, n.id";
const PERSON = key("person", "'entity'", "$person");
const BY_SUPPORT = "r.count DESC, r.confidence DESC, r.id";

/** Each id of `$of` as `of`, with its index in the list as `at`. */
const EACH_IN_TURN = "UNWIND range(0, size($of) - 1) AS at\nWITH at, $of[at] AS of";
/** A position belongs to the first id's list; the lists of the other ids are read from their start. */
const inFirst = (condition: string) => `(at > 0 OR ${condition})`;
const AFTER_SUPPORT = `(r.count < $afterCount OR r.count = $afterCount AND
  (r.confidence < $afterConfidence OR r.confidence = $afterConfidence AND r.id > $afterId))`;

/** Whether a row comes after `$after...` in the order of file and offset. */
function afterEvidence(row: string): string {
  return `(${row}.file > $afterFile OR ${row}.file = $afterFile AND
  (${row}.startOffset > $afterStart OR ${row}.startOffset = $afterStart AND
  (${row}.endOffset > $afterEnd OR ${row}.endOffset = $afterEnd AND ${row}.id > $afterId)))`;
}

/** The row of a node; null when the node holds no row of the kind. */
function rowIn(variable: string, label: "Entity" | "Chunk"): string {
  return `CASE WHEN ${variable}:${label} THEN ${variable} {.*} END`;
}

/** Whether the person with the id, an expression, says the words of `row` in `chunk`. */
function isSpokenBy(row: string, id = "$person"): string {
  return `EXISTS {
  MATCH ${key("speaker", "'entity'", id)}-[s:SPOKE_IN]->(chunk) WHERE s.workspace = $workspace AND s.speaker = ${row}.speaker
}`;
}

function evidenceOf(id: string, speaker: boolean): string {
  const spoken = `\nMATCH (n)-[f:FOUND_IN]->(chunk:Colloquy) WHERE ${isOurs("f", "chunk")} AND ${isSpokenBy("n")}`;
  return `MATCH (n:Colloquy:Evidence {workspace: $workspace, of: ${id}})${speaker ? spoken : ""}`;
}

/** The first mentions of `n` that person `$person` says. */
const SAID_MENTIONS = `COLLECT {
  MATCH (n)-[r:MENTIONED_IN]->(chunk:Colloquy) WHERE ${isOurs("r", "chunk")} AND r.polarity <> 'implied' AND ${isSpokenBy("r")}
  RETURN r {.*, entity: n.id, chunk: chunk.id} ORDER BY r.file, r.startOffset, r.endOffset, r.id LIMIT $evidence
}`;

/** The first evidence of `r` that person `$person` says and that is not implied. */
const SAID_EVIDENCE = `COLLECT {
  MATCH (n:Colloquy:Evidence {workspace: $workspace, of: r.id})
  WHERE EXISTS { MATCH ${key("sayer", "'entity'", "$person")}-[l:SAID]->(n) WHERE l.workspace = $workspace }
  RETURN n {.*} ORDER BY ${BY_PLACE} LIMIT $evidence
}`;

/** An edge, as input of `readEdge`; `evidence` is an expression. */
function edge(of: string, evidence: string): string {
  return `{of: ${of}, relationship: r {.*, source: source.id, target: target.id},
  source: ${rowIn("source", "Entity")}, target: ${rowIn("target", "Entity")}, evidence: ${evidence}} AS row`;
}

/** Pieces of evidence that are not implied. */
const EXPLICIT = POLARITIES.filter((polarity) => polarity !== "implied")
  .map((polarity) => `r.${polarity}`)
  .join(" + ");

/** Whether no check withdrew a relationship, or `$withdrawn` is true; and whether it is explicit if `$explicit` is true. */
const IS_WANTED = `($withdrawn OR r.withdrawn IS NULL) AND (NOT $explicit OR ${EXPLICIT} > 0)`;

const NAMED_OR_OF_ID = `CALL () {
  CALL db.index.fulltext.queryNodes('colloquy_name_keys', $query) YIELD node AS n RETURN n
  UNION
  UNWIND $keys AS id MATCH ${key("n", "'entity'", "id")} RETURN n
}
WITH n WHERE n:Colloquy AND n:Entity AND n.workspace = $workspace AND n.kind = 'entity'`;

/** Statements that read rows; each returns `row` in the order of the port. */
export const QUERIES = {
  entitiesById: `${EACH_IN_TURN}\n${rowById("entity", "of")} RETURN ${NODE_ROW} ORDER BY at`,
  outline: `MATCH ${key("transcript", "'transcript'", "$transcript")}<-[p:PART_OF]-(n:Colloquy:Chunk)
WHERE ${isOurs("p", "n")} AND n.ordinal > $after
RETURN CASE WHEN n.exact IS NULL THEN n {.*, text: null} ELSE n {.*} END AS row ORDER BY n.ordinal, n.id ${LIMIT}`,
  transcriptTopics: `MATCH ${key("transcript", "'transcript'", "$transcript")}<-[p:PART_OF]-(chunk:Colloquy:Chunk)
WHERE ${isOurs("p", "chunk")}
MATCH (chunk)<-[r:MENTIONED_IN]-(n:Colloquy:Entity) WHERE ${isOurs("r", "n")} AND r.polarity <> 'implied'
WITH n, count(r) AS said ORDER BY said DESC, n.name, n.id ${LIMIT}
RETURN {entity: n {.*}, mentions: said} AS row ORDER BY said DESC, n.name, n.id`,
  annotations: `${EACH_IN_TURN}
MATCH ${key("chunk", "'chunk'", "of")}
RETURN {at: at, mentions: COLLECT {
  MATCH (chunk)<-[r:MENTIONED_IN]-(entity:Colloquy) WHERE ${isOurs("r", "entity")}
  RETURN ${MENTION_MAP} ORDER BY r.startOffset, r.endOffset, r.id ${LIMIT}
}, claims: COLLECT {
  MATCH (chunk)<-[f:FOUND_IN]-(n:Colloquy&Evidence) WHERE ${isOurs("f", "n")}
  MATCH (source:Colloquy)<-[from:ABOUT {role: 'source'}]-(n)-[to:ABOUT {role: 'target'}]->(target:Colloquy)
  WHERE ${isOurs("from", "source")} AND ${isOurs("to", "target")}
  MATCH (source)-[r:${NO_LINK}]->(target)
  WHERE r.workspace = $workspace AND r.id = n.of AND r.type IS NOT NULL AND r.withdrawn IS NULL
  RETURN {evidence: n {.*}, relationship: r {.*, source: source.id, target: target.id}}
  ORDER BY n.startOffset, n.endOffset, n.id ${LIMIT}
}, quotes: COLLECT {
  MATCH (chunk)<-[f:FOUND_IN]-(n:Colloquy&Quote) WHERE ${isOurs("f", "n")}
  RETURN n {.*} ORDER BY n.startOffset, n.endOffset, n.id ${LIMIT}
}} AS row ORDER BY at`,
  entitiesWithWords: `${everyRow("entity")} AND ($type IS NULL OR n.type = $type) AND any(name IN n.nameKeys
  WHERE all(word IN $words WHERE name CONTAINS word.text AND name =~ word.pattern))
WITH n ORDER BY ${BY_MENTIONS} ${LIMIT} RETURN ${NODE_ROW} ORDER BY ${BY_MENTIONS}`,
  degrees: `${EACH_IN_TURN}
MATCH ${key("n", "'entity'", "of")}
RETURN {at: at, degree: COUNT {
  MATCH (n)-[r:${NO_EPISODE}]-(other:Colloquy)
  WHERE ${isOurs("r", "other")} AND r.type IS NOT NULL AND r.type <> '${CROSS_EPISODE}' AND r.withdrawn IS NULL
  WITH DISTINCT r LIMIT $most RETURN r
}} AS row ORDER BY at`,
  support: `${EACH_IN_TURN}
CALL (of) {
  MATCH (n:Colloquy:Evidence {workspace: $workspace, of: of})
  RETURN n ORDER BY ${BY_PLACE} LIMIT $each
}
WITH at, of, n.file AS file, n.speaker AS speaker, n.polarity AS polarity, count(n) AS count,
  min(n.startMs) AS startMs, max(coalesce(n.endMs, n.startMs)) AS endMs
RETURN {at: at, of: of, file: file, speaker: speaker, polarity: polarity, count: count, startMs: startMs, endMs: endMs} AS row
ORDER BY at`,
  chunks: `${EACH_IN_TURN}\n${rowById("chunk", "of")} RETURN ${NODE_ROW} ORDER BY at`,
  transcriptChunks: `MATCH ${key("transcript", "'transcript'", "$transcript")}<-[p:PART_OF]-(n:Colloquy:Chunk)
WHERE ${isOurs("p", "n")} AND n.ordinal > $after
RETURN ${NODE_ROW} ORDER BY n.ordinal, n.id ${LIMIT}`,
  entities: `${NAMED_OR_OF_ID}\nRETURN ${NODE_ROW} ORDER BY ${BY_MENTIONS}`,
  /** Scans every entity: for a database without the index, for example before the first write. */
  entitiesByKey: `${everyRow("entity")} AND (n.id IN $keys OR any(name IN $nameKeys WHERE name IN n.nameKeys))
RETURN ${NODE_ROW} ORDER BY ${BY_MENTIONS}`,
  topics: `MATCH ${PERSON}-[s:SPOKE_IN]->(chunk:Colloquy)<-[r:MENTIONED_IN]-(n:Colloquy:Entity)
WHERE ${isOurs("s", "chunk")} AND ${isOurs("r", "n")} AND r.speaker = s.speaker AND r.polarity <> 'implied' AND n <> person
WITH n, count(r) AS said ORDER BY said DESC, n.name, n.id ${LIMIT}
RETURN {entity: n {.*}, mentions: said, evidence: ${SAID_MENTIONS}} AS row ORDER BY said DESC, n.name, n.id`,
  statements: `MATCH ${PERSON}-[said:SAID]->(e:Colloquy:Evidence) WHERE ${isOurs("said", "e")}
MATCH (source:Colloquy)<-[from:ABOUT {role: 'source'}]-(e)-[to:ABOUT {role: 'target'}]->(target:Colloquy)
WHERE ${isOurs("from", "source")} AND ${isOurs("to", "target")}
MATCH (source)-[r:${NO_LINK}]->(target) WHERE r.workspace = $workspace AND r.id = e.of AND r.type IS NOT NULL AND r.withdrawn IS NULL
WITH DISTINCT source, r, target ORDER BY ${BY_SUPPORT} ${LIMIT}
RETURN ${edge("$person", SAID_EVIDENCE)} ORDER BY ${BY_SUPPORT}`,
  speakerLabels: `${EACH_IN_TURN}
MATCH ${key("person", "'entity'", "of")}-[s:SPOKE_IN]->(chunk:Colloquy)
WHERE ${isOurs("s", "chunk")}
WITH DISTINCT at, s.speaker AS label
RETURN {at: at, label: label} AS row ORDER BY at, label`,
  labelsBeside: `MATCH ${PERSON}-[s:SPOKE_IN]->(chunk:Colloquy:Chunk) WHERE ${isOurs("s", "chunk")}
WITH DISTINCT chunk
UNWIND chunk.speakers AS label
WITH chunk.file AS file, label, count(DISTINCT chunk) AS chunks ORDER BY chunks DESC, file, label ${LIMIT}
RETURN {label: label, file: file, chunks: chunks} AS row ORDER BY chunks DESC, file, label`,
  speakUnder: `UNWIND range(0, size($requests) - 1) AS at
WITH at, $requests[at] AS request
RETURN {at: at, speaks: EXISTS {
  MATCH ${key("person", "'entity'", "request.person")}-[s:SPOKE_IN]->(chunk:Colloquy)<-[r:MENTIONED_IN]-(person)
  WHERE ${isOurs("s", "chunk")} AND r.workspace = $workspace AND s.speaker = request.label
    AND r.speaker = request.label AND r.text = r.speaker AND r.file = request.file
}} AS row ORDER BY at`,
  mentionCounts: `UNWIND range(0, size($requests) - 1) AS at
WITH at, $requests[at] AS request
MATCH ${key("entity", "'entity'", "request.entity")}-[r:MENTIONED_IN]->(chunk:Colloquy)
WHERE ${isOurs("r", "chunk")} AND (request.speaker IS NULL OR ${isSpokenBy("r", "request.speaker")})
WITH at, r.file AS file, count(CASE WHEN r.polarity <> 'implied' THEN 1 END) AS mentions, count(CASE WHEN r.polarity = 'implied' THEN 1 END) AS found
RETURN {at: at, file: file, mentions: mentions, found: found} AS row ORDER BY at, file`,
  firstMentions: `UNWIND range(0, size($requests) - 1) AS at
WITH at, $requests[at] AS request
MATCH ${key("entity", "'entity'", "request.entity")}
RETURN {at: at, mentions: COLLECT {
  MATCH (entity)-[r:MENTIONED_IN]->(chunk:Colloquy)
  WHERE ${isOurs("r", "chunk")} AND r.polarity <> 'implied' AND ${isSpokenBy("r", "request.speaker")}
  RETURN ${MENTION_MAP} ORDER BY r.file, r.startOffset, r.endOffset, r.id LIMIT 1
}} AS row ORDER BY at`,
} as const;

/** All transcripts, or those after a position. */
export function transcriptsQuery(after: boolean): string {
  const condition = after ? "AND (n.file > $afterFile OR n.file = $afterFile AND n.id > $afterId)" : "";
  return `${everyRow("transcript")} ${condition} RETURN ${NODE_ROW} ORDER BY n.file, n.id ${LIMIT}`;
}

/** Entities of one type or of all types; all, or those after a position. */
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
WITH n ORDER BY ${BY_MENTIONS} ${LIMIT} RETURN ${NODE_ROW} ORDER BY ${BY_MENTIONS}`;
}

/** Evidence of relationships or quotes, of one speaker or of all. */
export function evidenceQuery({ speaker, after }: { readonly speaker: boolean; readonly after: boolean }): string {
  return `${EACH_IN_TURN}
${evidenceOf("of", speaker)}
WITH at, n ${after ? `WHERE ${inFirst(afterEvidence("n"))}` : ""}
ORDER BY at, ${BY_PLACE} ${LIMIT}
RETURN ${NODE_ROW} ORDER BY at, ${BY_PLACE}`;
}

/** Mentions of entities, by one speaker or by all, with or without their chunks. */
export function mentionsQuery({
  speaker,
  after,
  inContext = false,
}: {
  readonly speaker: boolean;
  readonly after: boolean;
  readonly inContext?: boolean;
}): string {
  const order = "ORDER BY at, r.file, r.startOffset, r.endOffset, r.id";
  return `${EACH_IN_TURN}
MATCH ${key("entity", "'entity'", "of")}-[r:MENTIONED_IN]->(chunk:Colloquy)
WHERE ${isOurs("r", "chunk")} ${speaker ? `AND ${isSpokenBy("r")}` : ""} ${after ? `AND ${inFirst(afterEvidence("r"))}` : ""}
WITH at, entity, r, chunk ${order} ${LIMIT}
RETURN ${inContext ? `{mention: ${MENTION_MAP}, chunk: ${rowIn("chunk", "Chunk")}} AS row` : `${MENTION_MAP} AS row`} ${order}`;
}

/** Relationships of an entity, of a type, of both, or all. Relationships between episodes are listed only by type. */
export function relationshipsQuery({
  entity,
  among,
  type,
  after,
}: {
  readonly entity: boolean;
  readonly among: boolean;
  readonly type: boolean;
  readonly after: boolean;
}): string {
  const link = type ? NO_LINK : NO_EPISODE;
  const match = among
    ? `UNWIND $among AS of
MATCH ${key("source", "'entity'", "of")}-[r:${link}]->(target:Colloquy)
WHERE ${isOurs("r", "target")} AND r.type IS NOT NULL AND target.kind = 'entity'
  ${entity ? "AND $entity IN [source.id, target.id]" : ""}`
    : entity
      ? `MATCH (end:Colloquy {workspace: $workspace, id: $entity})-[r:${link}]-(other:Colloquy)
WHERE end.kind IN ['entity', 'transcript'] AND ${isOurs("r", "other")} AND r.type IS NOT NULL`
      : EVERY_RELATIONSHIP;
  const condition = type ? "r.type = $type" : `r.type <> '${CROSS_EPISODE}'`;
  // With a name of its own for the end, the server does not look up each pair of ends.
  return `${match} AND ${condition} AND ${IS_WANTED} ${after ? `AND ${AFTER_SUPPORT}` : ""}
${among ? "WITH r, target.id AS reached WHERE reached IN $among" : ""}
WITH DISTINCT r ORDER BY ${BY_SUPPORT} ${LIMIT}
WITH r, startNode(r) AS source, endNode(r) AS target
RETURN ${RELATIONSHIP_ROW} ORDER BY ${BY_SUPPORT}`;
}

/** Relationships of entities with their ends, and with evidence of one speaker, of all, or none. */
export function edgesQuery({
  evidence,
  each,
  after,
}: {
  readonly evidence: "none" | "all" | "speaker";
  readonly each: boolean;
  readonly after: boolean;
}): string {
  const supporting = `COLLECT {
  ${evidenceOf("r.id", evidence === "speaker")}
  RETURN n {.*} ORDER BY ${BY_PLACE} LIMIT $evidence
}`;
  const wanted = `MATCH (end:Colloquy {workspace: $workspace, id: of})-[r:${NO_EPISODE}]-(other:Colloquy)
WHERE end.kind IN ['entity', 'transcript'] AND ${isOurs("r", "other")} AND r.type IS NOT NULL
  AND r.type <> '${CROSS_EPISODE}' AND ${IS_WANTED} ${after ? `AND ${inFirst(AFTER_SUPPORT)}` : ""}`;
  const found = each
    ? `CALL (at, of) {\n${wanted}\nWITH DISTINCT r ORDER BY ${BY_SUPPORT} LIMIT $each RETURN r\n}`
    : wanted;
  return `${EACH_IN_TURN}
${found}
WITH DISTINCT at, of, r ORDER BY at, ${BY_SUPPORT} ${LIMIT}
WITH at, of, r, startNode(r) AS source, endNode(r) AS target
RETURN ${edge("of", evidence === "none" ? "[]" : supporting)} ORDER BY at, ${BY_SUPPORT}`;
}

/** The link between a quote and the entity that filters quotes. */
const QUOTE_LINKS = {
  speaker: "-[:SAID {workspace: $workspace}]->",
  about: "<-[:ABOUT {workspace: $workspace}]-",
  of: "-[:SAID|ABOUT {workspace: $workspace}]-",
} as const;

/** Quotes filtered by speaker, by subject, by either, or all; with their subjects. */
export function quotesQuery(filters: readonly (keyof typeof QUOTE_LINKS)[], after: boolean): string {
  const links = filters.map((name) => `MATCH ${key("", "'entity'", `$${name}`)}${QUOTE_LINKS[name]}(n)`);
  const condition = links.length === 0 ? "" : `${links.join("\n")}\nWITH DISTINCT n\n`;
  const subjects = `COLLECT {
  UNWIND range(0, size(n.about) - 1) AS at
  MATCH (subject:Entity&Colloquy {workspace: $workspace, kind: 'entity', id: n.about[at]}) RETURN subject {.*} ORDER BY at
}`;
  return `${condition}${everyRow("quote")} ${after ? `AND ${afterEvidence("n")}` : ""}
WITH n ORDER BY ${BY_PLACE} ${LIMIT}
RETURN {quote: n {.*}, subjects: ${subjects}} AS row ORDER BY ${BY_PLACE}`;
}
