import { randomBytes } from "node:crypto";
import type { Database } from "better-sqlite3";
import type { ChunkTurn } from "../../../model/index.ts";
import { type CheckedTable, checksumOf } from "./checksums.ts";
import { forgetConclusions } from "./integrity/forget-conclusions.ts";
import { countSpoken } from "./sources/spoken.ts";

/** The tables of format 2 whose rows have checksums since format 3. */
const CHECKED_SINCE_3 = [
  "meta",
  "sources",
  "transcripts",
  "chunks",
  "replies",
  "settled",
  "vectors",
  "dead_letters",
  "keys",
  "variants",
  "facts",
  "tombstones",
] as const;

/** SQL for the checksums of formats 3 to 5 that differ from the current ones. */
const CHECKSUMS_OF_5 = {
  chunks: "checksum(id, transcript_no, ordinal, start_offset, end_offset, tokens, content_key, turns, text)",
  facts:
    "checksum(kind, transcript_no, chunk_no, a, b, start_offset, end_offset, flags, confidence, polarity, type, variant)",
} as const;

/** SQL for the checksums of formats 3 and 4 that differ from those of format 5. */
const CHECKSUMS_OF_3 = {
  replies: "checksum(lane, profile, raw, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens)",
  settled: "checksum(content_key, profile, paid, reply_no, active, extraction)",
  dead_letters: "checksum(content_key, lane, reason, profile)",
  forced: "checksum(lane, content_key, profile)",
} as const;

/** SQL for the checksum of a transcript before its row had `speakers`. */
const TRANSCRIPT_CHECKSUM_OF_3 = "checksum(id, source_no, file, format, file_hash, reader_version, turns, characters)";

/**
 * Format 3 gives epochs identities and rows checksums, and has tables for forced runs and for the items of replies.
 * Earlier damage cannot be found afterwards, because the checksums are computed from the current rows.
 */
export function migrateFormat2(connection: Database): void {
  connection.exec(`
    CREATE TABLE epochs (number INTEGER PRIMARY KEY, identity TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT;
    CREATE TABLE forced (lane TEXT NOT NULL, content_key TEXT NOT NULL, profile TEXT NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (lane, content_key)) STRICT, WITHOUT ROWID;
    CREATE TABLE reply_items (
      reply_no INTEGER PRIMARY KEY, kept INTEGER NOT NULL, ungrounded INTEGER NOT NULL, schema INTEGER NOT NULL,
      low_confidence INTEGER NOT NULL, min_confidence REAL NOT NULL, checksum INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE set_aside (no INTEGER PRIMARY KEY, origin TEXT NOT NULL, content_key TEXT, profile TEXT NOT NULL, value ANY) STRICT;
  `);
  const last = Number(connection.prepare("SELECT value FROM meta WHERE key = 'epoch'").pluck().get() ?? 0);
  // Stores have no identities of earlier epochs: they are filled again.
  if (last > 0)
    connection
      .prepare(
        "INSERT INTO epochs (number, identity, checksum) VALUES (@number, @identity, checksum(@number, @identity))",
      )
      .run({ number: last, identity: randomBytes(16).toString("hex") });
  connection.exec("DELETE FROM meta WHERE key = 'epoch'");
  for (const table of CHECKED_SINCE_3) {
    connection.exec(`ALTER TABLE ${table} ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0`);
    connection.exec(`UPDATE ${table} SET checksum = ${checksumOf3(table)}`);
  }
}

function checksumOf3(table: (typeof CHECKED_SINCE_3)[number]): string {
  if (table === "transcripts") return TRANSCRIPT_CHECKSUM_OF_3;
  return table === "replies" ? CHECKSUMS_OF_3.replies : checksumBefore5(table);
}

function checksumBefore5(table: CheckedTable): string {
  const before: Partial<Record<CheckedTable, string>> = { ...CHECKSUMS_OF_5, ...CHECKSUMS_OF_3 };
  return before[table] ?? checksumOf(table);
}

/**
 * Since format 4 the row of a relationship has counts by polarity, so hashes and digest change. The row of a transcript
 * has the talk time of each label.
 */
export function migrateFormat3(connection: Database): void {
  addSpeakers(connection);
  forgetConclusions(connection);
}

/** A damaged row gets no new checksum, so its damage is still found afterwards. */
function addSpeakers(connection: Database): void {
  const intact = connection
    .prepare(`SELECT no FROM transcripts WHERE checksum = ${TRANSCRIPT_CHECKSUM_OF_3}`)
    .pluck()
    .all() as number[];
  connection.exec("ALTER TABLE transcripts ADD COLUMN speakers TEXT NOT NULL DEFAULT '[]'");
  const chunks = connection.prepare("SELECT turns FROM chunks WHERE transcript_no = ? ORDER BY ordinal").pluck();
  const write = connection.prepare("UPDATE transcripts SET speakers = ? WHERE no = ?");
  const sign = connection.prepare(`UPDATE transcripts SET checksum = ${checksumOf("transcripts")} WHERE no = ?`);
  for (const no of intact) {
    const turns = (chunks.all(no) as string[]).flatMap((text) => JSON.parse(text) as ChunkTurn[]);
    write.run(JSON.stringify(countSpoken(turns)), no);
    sign.run(no);
  }
}

/** SQL that maps the values of a column `stage` to the current names. */
const STAGE = "CASE stage WHEN 'extraction' THEN 'extract' ELSE 'embed' END";

/**
 * Since format 5 a call has a row as soon as it is submitted: replies become batches in the state replied. The part of a reply
 * about a chunk is in the settled row of the chunk. Earlier replies stay whole, with the content keys that they
 * settled. The column `lane` becomes `stage`.
 */
export function migrateFormat4(connection: Database): void {
  const intact = (table: keyof typeof CHECKSUMS_OF_3): string =>
    `UPDATE ${table} SET checksum = checksum = ${CHECKSUMS_OF_3[table]}`;
  // During the migration a checksum is 1 if its row is undamaged, because its columns are about to change.
  for (const table of ["replies", "settled", "dead_letters", "forced"] as const) connection.exec(intact(table));
  connection.exec(`
    ALTER TABLE replies RENAME TO batches;
    ALTER TABLE batches RENAME COLUMN lane TO stage;
    ALTER TABLE batches ADD COLUMN run TEXT;
    ALTER TABLE batches ADD COLUMN number INTEGER;
    ALTER TABLE batches ADD COLUMN content_keys TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE batches ADD COLUMN submitted_at TEXT;
    ALTER TABLE batches ADD COLUMN input_bound INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE batches ADD COLUMN output_bound INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE batches ADD COLUMN state TEXT NOT NULL DEFAULT 'replied';
    CREATE INDEX batches_submitted ON batches (no) WHERE state = 'submitted';
    ALTER TABLE settled RENAME COLUMN reply_no TO batch_no;
    ALTER TABLE settled ADD COLUMN raw TEXT;
    ALTER TABLE reply_items RENAME COLUMN reply_no TO batch_no;
    ALTER TABLE dead_letters RENAME COLUMN lane TO stage;
    ALTER TABLE forced RENAME COLUMN lane TO stage;
    CREATE TEMP TABLE replied AS SELECT batch_no, json_group_array(DISTINCT content_key) AS content_keys
      FROM settled WHERE batch_no IS NOT NULL GROUP BY batch_no;
    CREATE INDEX temp.replied_batch ON replied (batch_no);
    UPDATE batches SET content_keys = coalesce((SELECT content_keys FROM replied WHERE batch_no = no), '[]') WHERE raw IS NOT NULL;
    DROP TABLE replied;
  `);
  for (const table of ["batches", "dead_letters", "forced"]) connection.exec(`UPDATE ${table} SET stage = ${STAGE}`);
  for (const table of ["batches", "settled", "dead_letters", "forced"] as const)
    connection.exec(`UPDATE ${table} SET checksum = iif(checksum = 1, ${checksumOf(table)}, -1)`);
}

/**
 * Since format 6 the forms of names, the user's corrections, verdicts, decisions about names, summaries, checks of statements,
 * and names that are found in chunks have tables. The next run fills the tables of forms and of found names. The key of a
 * vector is separate from the key of an extraction, facts have antecedents and the keys of statements, and the index of the
 * mentions of a key has their confidence.
 */
export function migrateFormat5(connection: Database): void {
  // During the migration a checksum is 1 if its row is undamaged, because its columns are about to change.
  for (const table of ["chunks", "facts"] as const)
    connection.exec(`UPDATE ${table} SET checksum = checksum = ${CHECKSUMS_OF_5[table]}`);
  connection.exec(`
    CREATE TABLE key_forms (form TEXT NOT NULL, key_no INTEGER NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (form, key_no)) STRICT, WITHOUT ROWID;
    CREATE TABLE corrections (key TEXT PRIMARY KEY, name TEXT, type TEXT, hidden INTEGER NOT NULL, checksum INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE key_decisions (
      first TEXT NOT NULL, second TEXT NOT NULL, source TEXT NOT NULL, same INTEGER NOT NULL, checksum INTEGER NOT NULL,
      PRIMARY KEY (first, second, source)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX key_decisions_second ON key_decisions (second);
    CREATE TABLE judged_pairs (
      content_key TEXT PRIMARY KEY, first TEXT NOT NULL, second TEXT NOT NULL, round INTEGER NOT NULL, version INTEGER NOT NULL,
      shown TEXT NOT NULL, verdict TEXT NOT NULL, profile TEXT NOT NULL, paid INTEGER NOT NULL, batch_no INTEGER, checksum INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE summaries (
      no INTEGER PRIMARY KEY, content_key TEXT NOT NULL, profile TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL,
      sentences TEXT NOT NULL, dropped TEXT NOT NULL, paid INTEGER NOT NULL, batch_no INTEGER, checksum INTEGER NOT NULL,
      UNIQUE (content_key, profile)
    ) STRICT;
    CREATE INDEX summaries_subject ON summaries (subject);
    CREATE INDEX judged_pairs_pair ON judged_pairs (first, second);
    CREATE TABLE name_senses (
      stem TEXT NOT NULL, place TEXT NOT NULL, source TEXT NOT NULL, sense TEXT NOT NULL, checksum INTEGER NOT NULL,
      PRIMARY KEY (place, stem, source)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE derived_relations (
      no INTEGER PRIMARY KEY, source TEXT NOT NULL, type TEXT NOT NULL, target TEXT NOT NULL, derivation TEXT NOT NULL,
      checksum INTEGER NOT NULL, pending INTEGER NOT NULL DEFAULT 1, of_id TEXT, UNIQUE (source, target)
    ) STRICT;
    CREATE INDEX derived_relations_target ON derived_relations (target);
    CREATE INDEX derived_relations_of ON derived_relations (of_id) WHERE of_id IS NOT NULL;
    CREATE TABLE checked_statements (
      statement TEXT NOT NULL, version INTEGER NOT NULL, round INTEGER NOT NULL, shown TEXT NOT NULL, verdict TEXT,
      profile TEXT NOT NULL, paid INTEGER NOT NULL, batch_no INTEGER, checksum INTEGER NOT NULL,
      PRIMARY KEY (statement, version, round)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE chunk_words (chunk_no INTEGER PRIMARY KEY, words BLOB NOT NULL) STRICT;
    CREATE TABLE occurrences (
      no INTEGER PRIMARY KEY, chunk_no INTEGER NOT NULL, entity_no INTEGER NOT NULL, start_offset INTEGER NOT NULL,
      end_offset INTEGER NOT NULL, row_id TEXT NOT NULL, hash BLOB NOT NULL, epoch INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX occurrences_chunk ON occurrences (chunk_no);
    CREATE INDEX occurrences_epoch ON occurrences (epoch);
    ALTER TABLE chunks ADD COLUMN search_pending INTEGER NOT NULL DEFAULT 1;
    CREATE INDEX chunks_search_pending ON chunks (no) WHERE search_pending = 1;
    ALTER TABLE keys ADD COLUMN sought TEXT NOT NULL DEFAULT '';
    ALTER TABLE keys ADD COLUMN sought_pending INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX keys_sought_pending ON keys (no) WHERE sought_pending = 1;
    ALTER TABLE chunks ADD COLUMN text_key TEXT NOT NULL DEFAULT '';
    UPDATE chunks SET text_key = content_key;
    CREATE INDEX chunks_text ON chunks (text_key);
    ALTER TABLE facts ADD COLUMN antecedents TEXT NOT NULL DEFAULT '';
    ALTER TABLE facts ADD COLUMN statement TEXT NOT NULL DEFAULT '';
    CREATE INDEX facts_statement ON facts (statement) WHERE statement <> '';
    ALTER TABLE relationships ADD COLUMN withdrawn TEXT;
    DROP INDEX facts_a;
    CREATE INDEX facts_a ON facts (a, kind, transcript_no, flags, variant, confidence);
  `);
  for (const table of ["chunks", "facts"] as const)
    connection.exec(`UPDATE ${table} SET checksum = iif(checksum = 1, ${checksumOf(table)}, -1)`);
}
