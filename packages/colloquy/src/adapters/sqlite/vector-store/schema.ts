import type { DatabaseKind } from "../database.ts";

/** 1 where `start_ms` is approximate, else null; format 1 had none. */
const APPROXIMATE = "approximate INTEGER";

/**
 * `passage` holds what searches filter and sort by and stays small; texts and vectors lie apart. Vectors are
 * plain BLOBs that sqlite-vec's functions read, not a vec0 table: as fast where all are compared (measured),
 * and any filter, exact ties, vectors of zeros and replacement are ordinary SQL.
 *
 * The keyword index is contentless. Its tokenizer only parts at spaces, because encodeTerm leaves nothing
 * in a term that `ascii` would split or fold.
 */
const LAYOUT = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
  CREATE TABLE label (n INTEGER PRIMARY KEY, value NOT NULL UNIQUE);

  CREATE TABLE passage (
    n INTEGER PRIMARY KEY, id NOT NULL UNIQUE, transcript INTEGER NOT NULL, file INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, start_ms NUMERIC, end_ms NUMERIC, start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL, speakers TEXT NOT NULL, terms_hash BLOB NOT NULL, ${APPROXIMATE});
  CREATE INDEX passage_by_file ON passage (file);
  CREATE INDEX passage_by_transcript ON passage (transcript, ordinal);
  CREATE TABLE passage_speaker (speaker INTEGER, passage INTEGER, PRIMARY KEY (speaker, passage)) WITHOUT ROWID;
  CREATE TABLE passage_text (n INTEGER PRIMARY KEY, text NOT NULL, turns TEXT NOT NULL);
  CREATE TABLE passage_vector (n INTEGER PRIMARY KEY, id NOT NULL, vector BLOB NOT NULL);

  CREATE VIRTUAL TABLE passage_terms USING fts5(terms, content='', contentless_delete=1, tokenize='ascii');
  CREATE VIRTUAL TABLE passage_vocabulary USING fts5vocab('passage_terms', 'row');
`;

export const ROW_TABLES = [
  "passage",
  "passage_speaker",
  "passage_text",
  "passage_vector",
  "passage_terms",
  "label",
] as const;

export const VECTOR_DATABASE: DatabaseKind = {
  what: "vector store",
  code: "store",
  applicationId: 0x0c011052,
  version: 2,
  readBy: { 1: "Colloquy 0.1.0" },
  migrations: { 1: (connection) => void connection.exec(`ALTER TABLE passage ADD COLUMN ${APPROXIMATE}`) },
  schema: LAYOUT,
  wayOut: "move it away and run `colloquy project --to embedded`, which fills a new one from the ledger",
};
