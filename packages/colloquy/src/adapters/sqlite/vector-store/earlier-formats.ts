/**
 * SQL that migrates files of earlier formats to the next one. The table names are those in the files, which differ from
 * the names in the code.
 */

/** 1 if `start_ms` is approximate, else null. Format 1 has no such column. */
export const APPROXIMATE = "approximate INTEGER";

export const FROM_FORMAT_1 = `ALTER TABLE passage ADD COLUMN ${APPROXIMATE}`;

/** Format 2 has the same tables with other names. Indexes and the vocabulary are created again. */
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
