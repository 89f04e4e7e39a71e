import type { DatabaseKind } from "../database-failure.ts";
import { addChecksumFunctions } from "./checksums.ts";
import { migrateFormat2, migrateFormat3, migrateFormat4, migrateFormat5 } from "./migrations.ts";

/**
 * Surrogate integers (`no`) connect the tables; ids for users are content hashes. A projected row has its SHA-256
 * (`hash`) and the epoch of its last change; a removed row leaves a tombstone. For `checksum` see checksums.ts.
 */
const SCHEMA = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY, checksum INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta (key, value, checksum) VALUES ('marker', lower(hex(randomblob(16))), 0);
UPDATE meta SET checksum = checksum(key, value);

CREATE TABLE sources (no INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, path TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT;

CREATE TABLE transcripts (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  source_no INTEGER NOT NULL REFERENCES sources,
  file TEXT NOT NULL,
  format TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  reader_version TEXT NOT NULL,
  turns INTEGER NOT NULL,
  characters INTEGER NOT NULL,
  -- JSON list of the turns and the talk time of each speaker label. Totals of speakers are added up from it without reading turns.
  speakers TEXT NOT NULL,
  checksum INTEGER NOT NULL,
  dirty INTEGER NOT NULL DEFAULT 1,
  hash BLOB,
  epoch INTEGER,
  UNIQUE (source_no, file)
) STRICT;
CREATE INDEX transcripts_dirty ON transcripts (no) WHERE dirty = 1;

CREATE TABLE skipped (source_no INTEGER NOT NULL, path TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (source_no, path)) STRICT, WITHOUT ROWID;

CREATE TABLE chunks (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  transcript_no INTEGER NOT NULL REFERENCES transcripts,
  ordinal INTEGER NOT NULL,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  -- The key of the extraction, and the key of the vector.
  content_key TEXT NOT NULL,
  text_key TEXT NOT NULL,
  turns TEXT NOT NULL,
  hash BLOB,
  epoch INTEGER,
  vector_pending INTEGER NOT NULL DEFAULT 1,
  vector_hash BLOB,
  vector_epoch INTEGER,
  checksum INTEGER NOT NULL,
  search_pending INTEGER NOT NULL DEFAULT 1,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX chunks_order ON chunks (transcript_no, ordinal);
CREATE INDEX chunks_content ON chunks (content_key);
CREATE INDEX chunks_text ON chunks (text_key);
CREATE INDEX chunks_epoch ON chunks (epoch) WHERE hash IS NOT NULL;
CREATE INDEX chunks_vector_epoch ON chunks (vector_epoch) WHERE vector_hash IS NOT NULL;
CREATE INDEX chunks_vector_pending ON chunks (no) WHERE vector_pending = 1;
CREATE INDEX chunks_search_pending ON chunks (no) WHERE search_pending = 1;

-- The words of each chunk as sorted numbers of 32 bits, so that a name finds the chunks that may have it.
CREATE TABLE chunk_words (chunk_no INTEGER PRIMARY KEY, words BLOB NOT NULL) STRICT;

-- A row for each call that may be billed, from the moment it is submitted, and for each reply.
CREATE TABLE batches (
  no INTEGER PRIMARY KEY,
  -- The run, the number of the batch in its stage, and the time. Null if the batch was not submitted before its reply.
  run TEXT,
  stage TEXT NOT NULL,
  number INTEGER,
  profile TEXT NOT NULL,
  -- JSON list of the content keys that the reply may have results for. Empty if the reply has no text, or the keys are unknown.
  content_keys TEXT NOT NULL,
  submitted_at TEXT,
  -- The most tokens of the prompt and of the reply.
  input_bound INTEGER NOT NULL,
  output_bound INTEGER NOT NULL,
  -- submitted, replied or failed.
  state TEXT NOT NULL,
  -- The parts of the reply that belong to no single chunk. The part of a chunk is in the table settled.
  raw TEXT,
  -- Null if the provider did not report them.
  input_tokens INTEGER,
  cached_input_tokens INTEGER,
  output_tokens INTEGER,
  reasoning_tokens INTEGER,
  checksum INTEGER NOT NULL
) STRICT;
CREATE INDEX batches_submitted ON batches (no) WHERE state = 'submitted';

CREATE TABLE settled (
  no INTEGER PRIMARY KEY,
  content_key TEXT NOT NULL,
  profile TEXT NOT NULL,
  paid INTEGER NOT NULL,
  batch_no INTEGER,
  active INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  extraction TEXT NOT NULL,
  -- The part of the reply about this chunk, verbatim. Null if the reply was free or could not be divided.
  raw TEXT
) STRICT;
CREATE UNIQUE INDEX settled_active ON settled (content_key) WHERE active = 1;

CREATE TABLE vectors (content_key TEXT NOT NULL, profile TEXT NOT NULL, paid INTEGER NOT NULL, checksum INTEGER NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (content_key, profile)) STRICT;
CREATE TABLE dead_letters (content_key TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL, profile TEXT NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (content_key, stage)) STRICT, WITHOUT ROWID;

-- Damaged paid replies. They are never used and never deleted.
CREATE TABLE set_aside (no INTEGER PRIMARY KEY, origin TEXT NOT NULL, content_key TEXT, profile TEXT NOT NULL, value ANY) STRICT;

-- Chunks that an interrupted --force has not processed yet.
CREATE TABLE forced (stage TEXT NOT NULL, content_key TEXT NOT NULL, profile TEXT NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (stage, content_key)) STRICT, WITHOUT ROWID;

-- Counts of the kept and the rejected items of a reply, and its minimum confidence.
CREATE TABLE reply_items (
  batch_no INTEGER PRIMARY KEY,
  kept INTEGER NOT NULL,
  ungrounded INTEGER NOT NULL,
  schema INTEGER NOT NULL,
  low_confidence INTEGER NOT NULL,
  min_confidence REAL NOT NULL,
  checksum INTEGER NOT NULL
) STRICT;

CREATE TABLE keys (
  no INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  stem TEXT NOT NULL,
  initials TEXT NOT NULL,
  entity_no INTEGER,
  dirty INTEGER NOT NULL DEFAULT 1,
  -- How the key is looked for in chunks; empty: it is not. Pending if that or the entity changed.
  sought TEXT NOT NULL DEFAULT '',
  sought_pending INTEGER NOT NULL DEFAULT 0,
  checksum INTEGER NOT NULL
) STRICT;
CREATE INDEX keys_stem ON keys (stem);
CREATE INDEX keys_initials ON keys (initials) WHERE initials <> '';
CREATE INDEX keys_entity ON keys (entity_no) WHERE entity_no IS NOT NULL;
CREATE INDEX keys_dirty ON keys (no) WHERE dirty = 1;
CREATE INDEX keys_sought_pending ON keys (no) WHERE sought_pending = 1;

-- Keys with a form in common may be one entity.
CREATE TABLE key_forms (form TEXT NOT NULL, key_no INTEGER NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (form, key_no)) STRICT, WITHOUT ROWID;

-- The user's corrections of names, and decisions whether two keys (first < second) name the same.
CREATE TABLE corrections (key TEXT PRIMARY KEY, name TEXT, type TEXT, hidden INTEGER NOT NULL, checksum INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE key_decisions (
  first TEXT NOT NULL,
  second TEXT NOT NULL,
  source TEXT NOT NULL,
  same INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (first, second, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_decisions_second ON key_decisions (second);

-- Verdicts of a judge on two keys (first < second), with everything that it was shown. Decisions follow from them.
CREATE TABLE judged_pairs (
  content_key TEXT PRIMARY KEY,
  first TEXT NOT NULL,
  second TEXT NOT NULL,
  round INTEGER NOT NULL,
  version INTEGER NOT NULL,
  -- JSON list of both names, in the order in which the judge was shown them.
  shown TEXT NOT NULL,
  -- What the first name is to the second.
  verdict TEXT NOT NULL,
  profile TEXT NOT NULL,
  paid INTEGER NOT NULL,
  batch_no INTEGER,
  checksum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX judged_pairs_pair ON judged_pairs (first, second);

-- What a stem means in a place, if it is not the main sense. A place is the text of a chunk or a transcript of a verdict, or the file of a
-- correction by the user.
CREATE TABLE name_senses (
  stem TEXT NOT NULL,
  place TEXT NOT NULL,
  source TEXT NOT NULL,
  -- The end of the keys.
  sense TEXT NOT NULL,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (place, stem, source)
) STRICT, WITHOUT ROWID;

-- Relations that follow from verdicts on two keys. of_id: the relationship that follows from them. Pending if it must be decided again.
CREATE TABLE derived_relations (
  no INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  type TEXT NOT NULL,
  target TEXT NOT NULL,
  -- JSON: the judge, and what it was shown.
  derivation TEXT NOT NULL,
  checksum INTEGER NOT NULL,
  pending INTEGER NOT NULL DEFAULT 1,
  of_id TEXT,
  UNIQUE (source, target)
) STRICT;
CREATE INDEX derived_relations_target ON derived_relations (target);
CREATE INDEX derived_relations_of ON derived_relations (of_id) WHERE of_id IS NOT NULL;

-- Summaries of entities and transcripts. content_key: the hash of the evidence that the model was shown.
CREATE TABLE summaries (
  no INTEGER PRIMARY KEY,
  content_key TEXT NOT NULL,
  profile TEXT NOT NULL,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- JSON list of the sentences that were kept, each with the numbers of its evidence.
  sentences TEXT NOT NULL,
  -- The numbers of sentences that were left out, as JSON.
  dropped TEXT NOT NULL,
  paid INTEGER NOT NULL,
  batch_no INTEGER,
  checksum INTEGER NOT NULL,
  UNIQUE (content_key, profile)
) STRICT;
CREATE INDEX summaries_subject ON summaries (subject);
-- Verdicts of a checker on statements. The latest version counts. A verdict of round 1 that withdraws a statement counts if
-- round 2 has the same one.
CREATE TABLE checked_statements (
  statement TEXT NOT NULL,
  version INTEGER NOT NULL,
  round INTEGER NOT NULL,
  -- The statement with its words, as JSON.
  shown TEXT NOT NULL,
  -- supported, or why the statement is withdrawn; null: the call failed, and the question is not asked again.
  verdict TEXT,
  profile TEXT NOT NULL,
  paid INTEGER NOT NULL,
  batch_no INTEGER,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (statement, version, round)
) STRICT, WITHOUT ROWID;

-- The names and types of a key. A name and a type with thousands of mentions are stored here once.
CREATE TABLE variants (
  no INTEGER PRIMARY KEY,
  key_no INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  checksum INTEGER NOT NULL,
  UNIQUE (key_no, name, type)
) STRICT;

CREATE TABLE entities (
  no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL,
  name TEXT,
  type TEXT,
  aliases TEXT,
  mentions INTEGER NOT NULL DEFAULT 0,
  transcripts INTEGER NOT NULL DEFAULT 0,
  hash BLOB,
  epoch INTEGER
) STRICT;
CREATE INDEX entities_epoch ON entities (epoch) WHERE hash IS NOT NULL;

-- a: the mentioned entity, the source of a relation, the speaker of a quote or the name of an alias. b: the target or the alias.
-- flags: 1 asserted, 2 written as an acronym, 4 a risky statement. row_id: the projected mention, evidence or quote. of_id: the relationship that the fact supports.
CREATE TABLE facts (
  no INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  transcript_no INTEGER NOT NULL,
  chunk_no INTEGER NOT NULL,
  a INTEGER,
  b INTEGER,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  confidence REAL NOT NULL,
  polarity TEXT NOT NULL,
  type TEXT NOT NULL,
  -- The canonical offsets of the antecedents of a relation, as JSON; empty if there are none.
  antecedents TEXT NOT NULL,
  -- The key of the statement of a relation that can be checked; else empty.
  statement TEXT NOT NULL,
  variant INTEGER,
  checksum INTEGER NOT NULL,
  pending INTEGER NOT NULL DEFAULT 1,
  epoch INTEGER NOT NULL DEFAULT 0,
  row_id TEXT,
  of_id TEXT,
  hash BLOB
) STRICT;
CREATE INDEX facts_transcript ON facts (transcript_no);
-- Covering index: counting the mentions of a key reads no row of facts.
CREATE INDEX facts_a ON facts (a, kind, transcript_no, flags, variant, confidence);
CREATE INDEX facts_b ON facts (b) WHERE b IS NOT NULL;
CREATE INDEX facts_statement ON facts (statement) WHERE statement <> '';
CREATE INDEX facts_of ON facts (of_id) WHERE of_id IS NOT NULL;
CREATE INDEX facts_pending ON facts (kind, chunk_no) WHERE pending = 1;
CREATE INDEX facts_epoch ON facts (kind, epoch) WHERE row_id IS NOT NULL;

CREATE TABLE quote_topics (fact_no INTEGER NOT NULL, key_no INTEGER NOT NULL, PRIMARY KEY (fact_no, key_no)) STRICT, WITHOUT ROWID;
CREATE INDEX quote_topics_key ON quote_topics (key_no);

-- Names of entities in chunks that no fact mentions there: a row for each chunk and entity, and its projected mention.
CREATE TABLE occurrences (
  no INTEGER PRIMARY KEY,
  chunk_no INTEGER NOT NULL,
  entity_no INTEGER NOT NULL,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  row_id TEXT NOT NULL,
  hash BLOB NOT NULL,
  epoch INTEGER NOT NULL
) STRICT;
CREATE INDEX occurrences_chunk ON occurrences (chunk_no);
CREATE INDEX occurrences_epoch ON occurrences (epoch);

CREATE TABLE relationships (
  id TEXT PRIMARY KEY,
  source_no INTEGER NOT NULL,
  type TEXT NOT NULL,
  target_no INTEGER NOT NULL,
  -- Why its statements are withdrawn; null: they are not.
  withdrawn TEXT,
  confidence REAL NOT NULL DEFAULT 0,
  count INTEGER NOT NULL DEFAULT 0,
  dirty INTEGER NOT NULL DEFAULT 1,
  hash BLOB,
  epoch INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX relationships_dirty ON relationships (dirty) WHERE dirty = 1;
CREATE INDEX relationships_epoch ON relationships (epoch) WHERE hash IS NOT NULL;
CREATE INDEX relationships_source ON relationships (source_no, type);

CREATE TABLE tombstones (kind TEXT NOT NULL, id TEXT NOT NULL, epoch INTEGER NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
CREATE INDEX tombstones_epoch ON tombstones (kind, epoch);

-- Compared with the state of stores: see model/store-state.ts.
CREATE TABLE epochs (number INTEGER PRIMARY KEY, identity TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT;

CREATE TABLE runs (run TEXT PRIMARY KEY, started_at TEXT NOT NULL, finished_at TEXT, exit_code INTEGER) STRICT;
`;

/** The application id is "Clqy" in ASCII. */
export const LEDGER: DatabaseKind = {
  what: "ledger",
  code: "ledger",
  applicationId: 0x436c7179,
  version: 6,
  readBy: {
    1: "a development version before Colloquy 0.1.0",
    2: "Colloquy 0.1.0",
    3: "a development version after Colloquy 0.1.0",
    4: "a development version after Colloquy 0.1.0",
    5: "a development version after Colloquy 0.1.0",
  },
  migrations: { 2: migrateFormat2, 3: migrateFormat3, 4: migrateFormat4, 5: migrateFormat5 },
  addFunctions: addChecksumFunctions,
  schema: SCHEMA,
  remedy: "move it away, or choose another --workspace",
  emptyRemedy: "run `colloquy ingest` on the workspace again",
};
