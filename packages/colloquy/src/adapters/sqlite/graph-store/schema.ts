import type { Database } from "better-sqlite3";
import { CROSS_EPISODE, POLARITIES } from "../../../model/index.ts";
import type { DatabaseKind } from "../database-failure.ts";

/** The number of the label CROSS_EPISODE: the first one, so that "any other type" is a range of an index. */
export const CROSS_EPISODE_LABEL = 1;

/** 1 if `start_ms` is approximate, else null. */
const APPROXIMATE = "approximate INTEGER";

/** The antecedents of evidence as JSON, else null. */
const ANTECEDENTS = "antecedents TEXT";

/** The derivation of a relationship as JSON; null if words support it. */
const DERIVATION = "derivation TEXT";

const EVIDENCE = `
  file INTEGER NOT NULL, chunk INTEGER NOT NULL, speaker INTEGER, start_ms NUMERIC, end_ms NUMERIC,
  start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, text NOT NULL, polarity INTEGER NOT NULL, ${APPROXIMATE},
  ${ANTECEDENTS}`;

/**
 * The number of pieces of evidence with each polarity. The default allows adding the columns to a table of format 1.
 */
const POLARITY_COLUMNS = POLARITIES.map((polarity) => `${polarity} INTEGER NOT NULL DEFAULT 0`);

/** Why the statements of a relationship are withdrawn, else null. */
const WITHDRAWN = "withdrawn INTEGER";

/** A list continues after an entity by its mentions and its name. */
const ENTITY_INDEXES = `
  CREATE INDEX entity_by_mentions ON entity (mentions DESC, name);
  CREATE INDEX entity_by_type ON entity (type, mentions DESC, name);`;

/**
 * Files, speakers, types and other repeated text are numbers of `label`; ids that rows refer to are numbers of `node`.
 */
const LAYOUT = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
  CREATE TABLE label (n INTEGER PRIMARY KEY, value NOT NULL UNIQUE);
  INSERT INTO label VALUES (${CROSS_EPISODE_LABEL}, '${CROSS_EPISODE}');
  CREATE TABLE node (n INTEGER PRIMARY KEY, value NOT NULL UNIQUE);
  CREATE TABLE counter (kind TEXT, type INTEGER, count INTEGER NOT NULL, PRIMARY KEY (kind, type)) WITHOUT ROWID;

  CREATE TABLE transcript (n INTEGER PRIMARY KEY, file INTEGER NOT NULL, format INTEGER NOT NULL, turns INTEGER NOT NULL);
  CREATE TABLE chunk (
    n INTEGER PRIMARY KEY, transcript INTEGER NOT NULL, file INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, speakers TEXT NOT NULL,
    start_ms NUMERIC, end_ms NUMERIC, text NOT NULL, profile INTEGER, ${APPROXIMATE});

  CREATE TABLE entity (
    n INTEGER PRIMARY KEY, name NOT NULL, type INTEGER NOT NULL, aliases TEXT NOT NULL,
    mentions INTEGER NOT NULL, transcripts INTEGER NOT NULL);
  ${ENTITY_INDEXES}
  CREATE TABLE entity_name (folded, entity INTEGER, PRIMARY KEY (folded, entity)) WITHOUT ROWID;

  CREATE TABLE relationship (
    n INTEGER PRIMARY KEY, id NOT NULL, source INTEGER NOT NULL, type INTEGER NOT NULL, target INTEGER NOT NULL,
    confidence REAL NOT NULL, count INTEGER NOT NULL, ${WITHDRAWN}, ${POLARITY_COLUMNS.join(", ")}, ${DERIVATION});

  CREATE TABLE mention (n INTEGER PRIMARY KEY, id NOT NULL UNIQUE, subject INTEGER NOT NULL, ${EVIDENCE});
  CREATE TABLE mention_staged (n INTEGER PRIMARY KEY, id NOT NULL, subject INTEGER NOT NULL, ${EVIDENCE});
  CREATE TABLE evidence (n INTEGER PRIMARY KEY, id NOT NULL UNIQUE, subject INTEGER NOT NULL, ${EVIDENCE});
  CREATE TABLE evidence_staged (n INTEGER PRIMARY KEY, id NOT NULL, subject INTEGER NOT NULL, ${EVIDENCE});

  CREATE TABLE quote (n INTEGER PRIMARY KEY, said_by INTEGER, about TEXT NOT NULL, words, ${EVIDENCE});
  CREATE INDEX quote_by_speaker ON quote (said_by);
  CREATE TABLE quote_about (entity INTEGER, quote INTEGER, PRIMARY KEY (entity, quote)) WITHOUT ROWID;
`;

/** A query must repeat these conditions literally to use an index that has them. */
export const IS_EPISODE = `type = ${CROSS_EPISODE_LABEL}`;
export const IS_SHOWN = `type > ${CROSS_EPISODE_LABEL}`;
export const IS_EXPLICIT = `${POLARITIES.filter((polarity) => polarity !== "implied").join(" + ")} > 0`;

const SUPPORT = "count DESC, confidence DESC, id";
const WHERE_SHOWN = `WHERE ${IS_SHOWN}`;

const LATE: Readonly<Record<string, string>> = {
  chunk_by_transcript: "chunk (transcript, ordinal)",
  // With the polarity, mentions are counted by file without a look at the rows.
  mention_of: "mention (subject, file, start_offset, polarity)",
  evidence_of: "evidence (subject, file, start_offset, polarity)",
  // With polarity and offset, what a person says, and who says a label first, is found without a look at the rows.
  mention_in: "mention (chunk, speaker, subject, polarity, start_offset)",
  evidence_in: "evidence (chunk, speaker, subject, polarity, start_offset)",
  quote_by_chunk: "quote (chunk)",
  // Most relationships may be CROSS_EPISODE, so the others have indexes of their own.
  episodes: `relationship (${SUPPORT}) WHERE ${IS_EPISODE}`,
  episodes_of: `relationship (source) WHERE ${IS_EPISODE}`,
  episodes_in: `relationship (target) WHERE ${IS_EPISODE}`,
  relationship_of_type: `relationship (type, ${SUPPORT}) ${WHERE_SHOWN}`,
  relationship_from: `relationship (source, ${SUPPORT}, target, withdrawn) ${WHERE_SHOWN}`,
  relationship_to: `relationship (target, ${SUPPORT}, source, withdrawn) ${WHERE_SHOWN}`,
  relationship_shown: `relationship (${SUPPORT}, withdrawn) ${WHERE_SHOWN}`,
  relationship_explicit: `relationship (${SUPPORT}, withdrawn) ${WHERE_SHOWN} AND ${IS_EXPLICIT}`,
};

/** Indexes of stores that were written before. */
const FORMER = [
  "mention_by_subject",
  "mention_by_speaker",
  "evidence_by_subject",
  "evidence_by_speaker",
  "relationship_by_source",
  "relationship_by_target",
  "relationship_by_support",
];

const CREATE = Object.entries(LATE).map(([name, columns]) => `CREATE INDEX IF NOT EXISTS ${name} ON ${columns};`);
const drop = (name: string): string => `DROP INDEX IF EXISTS ${name};`;

/**
 * Indexes that are created when a projection completes. Created earlier, they make a first fill of millions of rows
 * twice as slow (measured). Until then the same queries read the whole table.
 */
export const LATE_INDEXES = {
  create: [...FORMER.map(drop), ...CREATE].join("\n"),
  drop: [...FORMER, ...Object.keys(LATE)].map(drop).join("\n"),
};

/** Every table except `meta`, and except `label`, whose first row must stay. */
export const GRAPH_ROW_TABLES = [
  "transcript",
  "chunk",
  "entity",
  "entity_name",
  "relationship",
  "mention",
  "mention_staged",
  "evidence",
  "evidence_staged",
  "quote",
  "quote_about",
  "counter",
  "node",
] as const;

const TABLES_WITH_EVIDENCE = ["mention", "mention_staged", "evidence", "evidence_staged", "quote"] as const;
const TABLES_WITH_TIMES = ["chunk", ...TABLES_WITH_EVIDENCE] as const;

/**
 * Format 1 has no approximate times, no counts by polarity, and no entity names in the index. The next projection fills
 * the counts, because a ledger with counts has none of the epochs in such a store.
 */
function migrateFormat1(connection: Database): void {
  for (const table of TABLES_WITH_TIMES) connection.exec(`ALTER TABLE ${table} ADD COLUMN ${APPROXIMATE}`);
  for (const column of POLARITY_COLUMNS) connection.exec(`ALTER TABLE relationship ADD COLUMN ${column}`);
  connection.exec(`DROP INDEX entity_by_mentions; DROP INDEX entity_by_type; ${ENTITY_INDEXES}`);
}

/** Format 2 has no antecedents, no withdrawn and no derived relationships. */
function migrateFormat2(connection: Database): void {
  for (const table of TABLES_WITH_EVIDENCE) connection.exec(`ALTER TABLE ${table} ADD COLUMN ${ANTECEDENTS}`);
  for (const column of [WITHDRAWN, DERIVATION]) connection.exec(`ALTER TABLE relationship ADD COLUMN ${column}`);
}

export const GRAPH_DATABASE: DatabaseKind = {
  what: "graph store",
  code: "store",
  applicationId: 0x0c011051,
  version: 3,
  readBy: { 1: "Colloquy 0.1.0", 2: "a development version after Colloquy 0.1.0" },
  migrations: { 1: migrateFormat1, 2: migrateFormat2 },
  schema: LAYOUT,
  remedy: "move it away and run `colloquy project --to embedded`, which fills a new one from the ledger",
  emptyRemedy: "run `colloquy ingest` on the workspace again",
};
