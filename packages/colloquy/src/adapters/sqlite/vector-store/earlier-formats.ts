/**
 * SQL that brings files of earlier formats to the next one. The names of their tables are those that the files have: they
 * do not follow the names in the code.
 */

/** 1 where `start_ms` is approximate, else null; format 1 had none. */
export const APPROXIMATE = "approximate INTEGER";

export const FROM_FORMAT_1 = `ALTER TABLE passage ADD COLUMN ${APPROXIMATE}`;

/** Format 2 had the same tables under other names. Indexes and the vocabulary are made anew. */
export const FROM_FORMAT_2 = `
  DROP TABLE passage_vocabulary;
  DROP INDEX passage_by_file;
  DROP INDEX passage_by_transcript;
  ALTER TABLE passage_speaker RENAME COLUMN passage TO chunk;
  ALTER TABLE passage RENAME TO chunk;
  ALTER TABLE passage_speaker RENAME TO chunk_speaker;
  ALTER TABLE passage_text RENAME TO chunk_text;
  ALTER TABLE passage_vector RENAME TO chunk_vector;
  ALTER TABLE passage_terms RENAME TO chunk_terms;`;
