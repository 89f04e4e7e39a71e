import type { ChunkFilter } from "../../../ports/index.ts";
import { fileKey, SHOWN_PROPERTIES, speakerKey } from "./properties.ts";
import { CHUNK_LABEL, IS_CLAIMED, TERMS_INDEX, vectorLabel } from "./schema.ts";

const SHOWN = `n {${SHOWN_PROPERTIES.map((name) => `.${name}`).join(", ")}}`;
const SHOWN_LIGHT = "n {.id, .transcript, .file, .ordinal, .speakers, .exact}";
const OF_WORKSPACE = `MATCH (n:${CHUNK_LABEL}) WHERE n.workspace = $workspace`;
/** Each id of `$of` with its index in the list as `at`. */
const EACH_IN_TURN = `UNWIND range(0, size($of) - 1) AS at
MATCH (n:${CHUNK_LABEL}) WHERE n.workspace = $workspace AND n.id = $of[at]`;

/** Half of cosine similarity plus 1, in single precision; 0.5 for a vector of zeros. */
const SIMILARITY = `CASE WHEN $isZero OR n.isZero THEN 0.5 ELSE vector.similarity.cosine(n.vector, $vector) END`;
const NEAREST = `WITH n, ${SIMILARITY} AS score ORDER BY score DESC, n.id LIMIT $limit
RETURN n.id AS row`;

/** Statements of the search index; those that read return `row`. */
export const STATEMENTS = {
  remove: `UNWIND $ids AS id MATCH (n:${CHUNK_LABEL} {workspace: $workspace, id: id}) DETACH DELETE n`,
  clear: `${OF_WORKSPACE} AND n.id IS NOT NULL
CALL (n) { WITH n WHERE ${IS_CLAIMED} DETACH DELETE n } IN TRANSACTIONS OF $atOnce ROWS`,
  count: `${OF_WORKSPACE} AND n.id IS NOT NULL RETURN count(n) AS row`,
  /** Chunks up to a number, and one of them: all have vectors of one model. */
  sample: `${OF_WORKSPACE} AND n.id IS NOT NULL
WITH n LIMIT $limit WITH count(n) AS chunks, head(collect(n)) AS n
RETURN {chunks: chunks, dimensions: n.dimensions, profile: n.profile} AS row`,
  page: `${OF_WORKSPACE} AND n.id > $after
WITH n ORDER BY n.workspace, n.id LIMIT $limit
RETURN n {.*, labels: labels(n)} AS row ORDER BY n.workspace, n.id`,
  files: `${OF_WORKSPACE} AND n.fileKey IS NOT NULL
WITH n.fileKey AS key, head(collect(n)) AS n RETURN ${SHOWN} AS row`,
  neighbours: `${EACH_IN_TURN}
WITH at, n AS middle
${OF_WORKSPACE} AND n.transcript = middle.transcript
  AND n.ordinal >= middle.ordinal - $before AND n.ordinal <= middle.ordinal + $after
RETURN {at: at, chunk: ${SHOWN}} AS row ORDER BY at, n.ordinal, n.id`,
  /** Totals of the workspace, and the number of chunks of all workspaces. */
  totals: `${OF_WORKSPACE} AND n.id IS NOT NULL
WITH count(n) AS chunks, sum(n.termTotal) AS terms
RETURN {chunks: chunks, terms: terms, indexed: COUNT { MATCH (:${CHUNK_LABEL}) }} AS row`,
  frequencies: `UNWIND $words AS word
CALL (word) {
  CALL db.index.fulltext.queryNodes('${TERMS_INDEX}', word) YIELD node RETURN count(node) AS having
}
RETURN having AS row`,
} as const;

/** Writes `$rows`, which replace chunks with the same id. */
export function writeStatement(dimensions: number): string {
  return `UNWIND $rows AS row
MERGE (n:${CHUNK_LABEL} {workspace: $workspace, id: row.id})
SET n = row.properties, n:${vectorLabel(dimensions)}
WITH n, row
CALL db.create.setNodeVectorProperty(n, 'vector', row.vector)
RETURN count(n) AS row`;
}

/** Compares `$vector` with every chunk that passes. */
export function everyNearest(filter: ChunkFilter): string {
  return `${OF_WORKSPACE} AND n.vector IS NOT NULL${passing(filter)}\n${NEAREST}`;
}

/** Compares `$vector` with the `$asked` nearest chunks of all workspaces, as the index finds them. */
export const INDEXED_NEAREST = `CALL db.index.vector.queryNodes($index, $asked, $vector) YIELD node AS n
WHERE n.workspace = $workspace
${NEAREST}`;

/** The chunks with the best scores of the full-text index. */
export function matchingStatement(filter: ChunkFilter): string {
  return `CALL db.index.fulltext.queryNodes('${TERMS_INDEX}', $query, $options) YIELD node AS n, score
WHERE n.workspace = $workspace${passing(filter)}
WITH n, score ORDER BY score DESC, n.id LIMIT $limit
RETURN n {.id, .terms} AS row`;
}

/** The chunks of `$of` that pass, without their text, compared with `$vector`. */
export function comparedStatement(filter: ChunkFilter): string {
  return `${EACH_IN_TURN}${passing(filter)}
RETURN {chunk: ${SHOWN_LIGHT}, score: ${SIMILARITY}, passages: n.passages} AS row`;
}

function passing({ files, speakers }: ChunkFilter): string {
  const byFile = files === undefined ? "" : " AND n.fileKey IN $files";
  return `${byFile}${speakers === undefined ? "" : " AND any(key IN n.speakerKeys WHERE key IN $speakers)"}`;
}

/** The parameters of a filter in these statements. */
export function filterParameters({ files, speakers }: ChunkFilter) {
  return { files: files?.map(fileKey) ?? null, speakers: speakers?.map(speakerKey) ?? null };
}
