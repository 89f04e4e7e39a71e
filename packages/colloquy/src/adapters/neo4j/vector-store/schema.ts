import type { CreatedIndex } from "../schema.ts";
import type { StateNode } from "../state.ts";

/** The label of chunks in the search index. The graph has its own nodes for chunks. */
export const CHUNK_LABEL = "ColloquyChunk";
/** The label of the nodes that store the state of a workspace's search index. */
const STATE_LABEL = "ColloquySearchIndex";

export const TERMS_INDEX = "colloquy_chunk_terms";

/** The greatest number that a vector index accepts. */
export const MOST_DIMENSIONS = 4_096;

/** The state of a workspace's search index. */
export const INDEX_STATE: StateNode = {
  pattern: `(n:${STATE_LABEL} {workspace: $workspace})`,
  touched: "n.workspace = n.workspace",
};

/** Whether the object with the token `$owner` holds the claim; true without a token. */
export const IS_CLAIMED = `($owner IS NULL OR EXISTS {
  MATCH (state:${STATE_LABEL} {workspace: $workspace}) WHERE state.owner = $owner
})`;

/** The label of chunks with vectors of this length: a vector index has vectors of one length. */
export function vectorLabel(dimensions: number): string {
  return `ColloquyVector${dimensions}`;
}

export function vectorIndex(dimensions: number): string {
  return `colloquy_vectors_${dimensions}`;
}

const CHUNKS: readonly CreatedIndex[] = [
  {
    name: "colloquy_chunk",
    on: CHUNK_LABEL,
    properties: ["workspace", "id"],
    type: "RANGE",
    create: `CREATE CONSTRAINT colloquy_chunk IF NOT EXISTS FOR (n:${CHUNK_LABEL}) REQUIRE (n.workspace, n.id) IS UNIQUE`,
  },
  {
    name: "colloquy_search_index",
    on: STATE_LABEL,
    properties: ["workspace"],
    type: "RANGE",
    create: `CREATE CONSTRAINT colloquy_search_index IF NOT EXISTS FOR (n:${STATE_LABEL}) REQUIRE n.workspace IS UNIQUE`,
  },
  {
    name: "colloquy_chunk_order",
    on: CHUNK_LABEL,
    properties: ["workspace", "transcript", "ordinal"],
    type: "RANGE",
    create: `CREATE INDEX colloquy_chunk_order IF NOT EXISTS FOR (n:${CHUNK_LABEL}) ON (n.workspace, n.transcript, n.ordinal)`,
  },
  {
    // Not on the path itself: a key of more than about 8,000 bytes is refused.
    name: "colloquy_chunk_file",
    on: CHUNK_LABEL,
    properties: ["workspace", "fileKey"],
    type: "RANGE",
    create: `CREATE INDEX colloquy_chunk_file IF NOT EXISTS FOR (n:${CHUNK_LABEL}) ON (n.workspace, n.fileKey)`,
  },
  {
    name: TERMS_INDEX,
    on: CHUNK_LABEL,
    properties: ["terms"],
    type: "FULLTEXT",
    create: `CREATE FULLTEXT INDEX ${TERMS_INDEX} IF NOT EXISTS FOR (n:${CHUNK_LABEL}) ON EACH [n.terms]
OPTIONS {indexConfig: {\`fulltext.analyzer\`: 'whitespace', \`fulltext.eventually_consistent\`: false}}`,
  },
  {
    // For people in the browser. No statement here uses it, so it may be filled later.
    name: "colloquy_chunk_texts",
    on: CHUNK_LABEL,
    properties: ["text"],
    type: "FULLTEXT",
    create: `CREATE FULLTEXT INDEX colloquy_chunk_texts IF NOT EXISTS FOR (n:${CHUNK_LABEL}) ON EACH [n.text]
OPTIONS {indexConfig: {\`fulltext.analyzer\`: 'english', \`fulltext.eventually_consistent\`: true}}`,
  },
];

/** Constraints and indexes of a search index with vectors of this length. */
export function indexSchema(dimensions: number): readonly CreatedIndex[] {
  const name = vectorIndex(dimensions);
  const on = vectorLabel(dimensions);
  const create = `CREATE VECTOR INDEX ${name} IF NOT EXISTS FOR (n:${on}) ON (n.vector)
OPTIONS {indexConfig: {\`vector.dimensions\`: ${dimensions}, \`vector.similarity_function\`: 'cosine'}}`;
  return [...CHUNKS, { name, on, properties: ["vector"], type: "VECTOR", create }];
}
