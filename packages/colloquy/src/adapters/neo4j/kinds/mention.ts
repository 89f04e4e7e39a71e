import { type MentionRow, storedMention } from "../../../model/index.ts";
import { isBare, key, WRITTEN } from "../cypher.ts";
import { exactValue, readText, textValue } from "../values.ts";
import { decodeEvidence, encodeEvidence } from "./evidence-properties.ts";
import { LINK_SPEECH } from "./derived-links.ts";
import { type EncodedRow, type Kind, PAGE_ROWS } from "./kind.ts";
import { isOurs } from "./links.ts";

/** Both ends must be ours: other applications may use our workspace's name and an id on their own relationships. */
const BY_ID = `MATCH (entity:Colloquy)-[r:MENTIONED_IN]->(chunk:Colloquy)
WHERE entity.workspace = $workspace AND ${isOurs("r", "chunk")} AND r.id`;

/** A mention with the ids of its ends, as input of `decode`. */
export const MENTION_MAP = "r {.*, entity: entity.id, chunk: chunk.id}";

const ENTITY = key("entity", "'entity'", "row.entity");
const CHUNK = key("chunk", "'chunk'", "row.chunk");

/**
 * Merged by id only. With the workspace in the pattern, the server would use the index, which costs six times as much
 * while the write transaction is open.
 */
export const mentionKind: Kind<MentionRow> = {
  write: [
    `UNWIND $rows AS row
MATCH ${ENTITY}
MATCH ${CHUNK}
MERGE (entity)-[r:MENTIONED_IN {id: row.id}]->(chunk)
SET r.workspace = $workspace, r += row.properties
${WRITTEN}`,
  ],
  placeholders: `UNWIND $rows AS row MERGE ${ENTITY} MERGE ${CHUNK}`,
  derived: {
    statements: LINK_SPEECH,
    parameters: (rows) => ({ chunks: [...new Set(rows.filter(isLabel).map((row) => row["chunk"]))] }),
  },
  remove: [
    `UNWIND $ids AS id
${BY_ID} = id AND r.text = r.speaker
RETURN collect(DISTINCT chunk.id) AS chunks`,
    `UNWIND $ids AS id
${BY_ID} = id
DELETE r
WITH entity, chunk UNWIND [entity, chunk] AS end
WITH DISTINCT end AS end WHERE ${isBare("end")}
DELETE end`,
    ...LINK_SPEECH,
  ],
  page: `${BY_ID} > $after
RETURN ${MENTION_MAP} AS row ORDER BY r.workspace, r.id LIMIT $limit`,
  pageRows: PAGE_ROWS,
  encode: (row) => ({
    id: row.id,
    entity: row.entity,
    chunk: row.evidence.chunk,
    properties: { ...encodeEvidence(row.evidence), text: textValue(row.evidence.text), exact: exactValue(row) },
  }),
  decode: (stored) =>
    storedMention(
      readText(stored["id"]),
      readText(stored["entity"]),
      decodeEvidence(stored, readText(stored["chunk"]), readText(stored["text"])),
    ),
};

/** Whether a mention may be a speaker label of the transcript, which names a speaker of the chunk. */
function isLabel({ properties }: EncodedRow): boolean {
  return properties["text"] === properties["speaker"];
}
