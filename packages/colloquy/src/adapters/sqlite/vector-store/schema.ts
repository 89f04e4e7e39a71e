import type { DatabaseKind } from "../database-failure.ts";

/** 1 if `start_ms` is approximate, else null. Format 1 has no such column. */
const APPROXIMATE = "approximate INTEGER";

const INDEXES = `
  CREATE INDEX chunk_by_file ON chunk (file);
  CREATE INDEX chunk_by_transcript ON chunk (transcript, ordinal);`;

const PASSAGES = "CREATE TABLE chunk_passages (n INTEGER PRIMARY KEY, passages BLOB NOT NULL);";

const VOCABULARY = "CREATE VIRTUAL TABLE chunk_vocabulary USING fts5vocab('chunk_terms', 'row');";

/**
 * `chunk` has the columns that searches filter and sort by, and stays small; texts and vectors are in other tables.
 * `chunk_vector`, which a search may read as a whole, has no passages: they are read for candidates only.
 * Vectors are plain BLOBs that sqlite-vec's functions read, not a vec0 table: as fast for a full comparison (measured),
 * and filters, exact ties, vectors of zeros and replacement are ordinary SQL.
 *
 * The keyword index is contentless. Its tokenizer splits only at spaces, because encodeTerm leaves no character that
 * `ascii` would split or fold.
 */
const LAYOUT = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
  CREATE TABLE label (n INTEGER PRIMARY KEY, value NOT NULL UNIQUE);

  CREATE TABLE chunk (
    n INTEGER PRIMARY KEY, id NOT NULL UNIQUE, transcript INTEGER NOT NULL, file INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, start_ms NUMERIC, end_ms NUMERIC, start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL, speakers TEXT NOT NULL, terms_hash BLOB NOT NULL, ${APPROXIMATE});
  ${INDEXES}
  CREATE TABLE chunk_speaker (speaker INTEGER, chunk INTEGER, PRIMARY KEY (speaker, chunk)) WITHOUT ROWID;
  CREATE TABLE chunk_text (n INTEGER PRIMARY KEY, text NOT NULL, turns TEXT NOT NULL);
  CREATE TABLE chunk_vector (n INTEGER PRIMARY KEY, id NOT NULL, vector BLOB NOT NULL);
  ${PASSAGES}

  CREATE VIRTUAL TABLE chunk_terms USING fts5(terms, content='', contentless_delete=1, tokenize='ascii');
  ${VOCABULARY}
`;

export const VECTOR_ROW_TABLES = [
  "chunk",
  "chunk_speaker",
  "chunk_text",
  "chunk_vector",
  "chunk_passages",
  "chunk_terms",
  "label",
] as const;

// The names in migrations are those in the files of earlier formats.
const FROM_FORMAT_1 = `ALTER TABLE passage ADD COLUMN ${APPROXIMATE}`;

/** Format 2 has the same tables with other names. Indexes and the vocabulary are created again. */
const FROM_FORMAT_2 = `
  DROP TABLE passage_vocabulary;
  DROP INDEX passage_by_file;
  DROP INDEX passage_by_transcript;
  ALTER TABLE passage_speaker RENAME COLUMN passage TO chunk;
  ALTER TABLE passage RENAME TO chunk;
  ALTER TABLE passage_speaker RENAME TO chunk_speaker;
  ALTER TABLE passage_text RENAME TO chunk_text;
  ALTER TABLE passage_vector RENAME TO chunk_vector;
  ALTER TABLE passage_terms RENAME TO chunk_terms;`;

export const VECTOR_DATABASE: DatabaseKind = {
  what: "vector store",
  code: "store",
  applicationId: 0x0c011052,
  version: 4,
  readBy: { 1: "Colloquy 0.1.0", 2: "Colloquy 0.2.0", 3: "a development version after Colloquy 0.2.0" },
  migrations: {
    1: (connection) => void connection.exec(FROM_FORMAT_1),
    2: (connection) => void connection.exec(`${FROM_FORMAT_2} ${INDEXES} ${VOCABULARY}`),
    3: (connection) => void connection.exec(PASSAGES),
  },
  schema: LAYOUT,
  remedy: "move it away and run `colloquy project --to embedded`, which fills a new one from the ledger",
  emptyRemedy: "run `colloquy ingest` on the workspace again",
};
