import { hash } from "node:crypto";
import type { Database } from "better-sqlite3";

/**
 * Tables whose rows cannot be concluded again, or that conclusions are looked up by, each with the columns of its
 * `checksum`. Other columns follow from these (`hash`, `epoch`, `dirty`, the projected row of a fact). The tables
 * `runs` and `skipped` are for display only. See docs/decisions/ledger-checksums.md.
 */
export const CHECKED_COLUMNS = {
  meta: ["key", "value"],
  sources: ["key", "path"],
  transcripts: ["id", "source_no", "file", "format", "file_hash", "reader_version", "turns", "characters", "speakers"],
  chunks: [
    "id",
    "transcript_no",
    "ordinal",
    "start_offset",
    "end_offset",
    "tokens",
    "content_key",
    "text_key",
    "turns",
    "text",
  ],
  batches: [
    "run",
    "stage",
    "number",
    "profile",
    "content_keys",
    "submitted_at",
    "input_bound",
    "output_bound",
    "state",
    "raw",
    "input_tokens",
    "cached_input_tokens",
    "output_tokens",
    "reasoning_tokens",
  ],
  settled: ["content_key", "profile", "paid", "batch_no", "active", "extraction", "raw"],
  vectors: ["content_key", "profile", "paid", "vector"],
  dead_letters: ["content_key", "stage", "reason", "profile"],
  forced: ["stage", "content_key", "profile"],
  reply_items: ["batch_no", "kept", "ungrounded", "schema", "low_confidence", "min_confidence"],
  keys: ["key", "stem", "initials"],
  key_forms: ["form", "key_no"],
  corrections: ["key", "name", "type", "hidden"],
  key_decisions: ["first", "second", "source", "same"],
  judged_pairs: [
    "content_key",
    "first",
    "second",
    "round",
    "version",
    "shown",
    "verdict",
    "profile",
    "paid",
    "batch_no",
  ],
  summaries: ["content_key", "profile", "subject", "kind", "sentences", "dropped", "paid", "batch_no"],
  name_senses: ["stem", "place", "source", "sense"],
  derived_relations: ["source", "type", "target", "derivation"],
  checked_statements: ["statement", "version", "round", "shown", "verdict", "profile", "paid", "batch_no"],
  variants: ["key_no", "name", "type"],
  facts: [
    "kind",
    "transcript_no",
    "chunk_no",
    "a",
    "b",
    "start_offset",
    "end_offset",
    "flags",
    "confidence",
    "polarity",
    "type",
    "antecedents",
    "statement",
    "variant",
  ],
  tombstones: ["kind", "id", "epoch"],
  epochs: ["number", "identity"],
} as const;

export type CheckedTable = keyof typeof CHECKED_COLUMNS;

export const CHECKED_TABLES = Object.keys(CHECKED_COLUMNS) as CheckedTable[];

/** SQL for the expected checksum of a row. @param alias of the table, if the statement has one. */
export function checksumOf(table: CheckedTable, alias: string = table): string {
  return `checksum(${CHECKED_COLUMNS[table].map((column) => `${alias}.${column}`).join(", ")})`;
}

/** SQL for whether a row is undamaged: 1 or 0. */
export function isIntact(table: CheckedTable, alias: string = table): string {
  return `${alias}.checksum = ${checksumOf(table, alias)}`;
}

/**
 * SQL for the checksum of a row before a column changes. A damaged row stays damaged.
 * @param changed the new values of columns, in SQL.
 */
export function recheck(table: CheckedTable, changed: Readonly<Record<string, string>>): string {
  const values = CHECKED_COLUMNS[table].map((column) => changed[column] ?? column);
  return `CASE WHEN ${isIntact(table)} THEN checksum(${values.join(", ")}) ELSE -1 END`;
}

/**
 * SQL that inserts a row with its checksum. Its parameters have the names of the columns.
 * @param more SQL after the values.
 */
export function insertChecked(table: CheckedTable, more = ""): string {
  const columns = CHECKED_COLUMNS[table];
  const values = columns.map((column) => `@${column}`).join(", ");
  return `INSERT INTO ${table} (${columns.join(", ")}, checksum) VALUES (${values}, checksum(${values})) ${more}`;
}

/**
 * SQL that sets all checked columns of a row. Append further columns or the condition. Parameters as in
 * `insertChecked`.
 */
export function updateChecked(table: CheckedTable): string {
  const columns = CHECKED_COLUMNS[table];
  const values = columns.map((column) => `@${column}`).join(", ");
  return `UPDATE ${table} SET ${columns.map((column) => `${column} = @${column}`).join(", ")}, checksum = checksum(${values})`;
}

type Value = string | number | bigint | Uint8Array | null;

/** 48 bits of a SHA-256: sums of them are exact in JavaScript numbers, and accidental collisions are improbable. */
function checksum(...values: readonly Value[]): number {
  return hash("sha256", values.map(encode).join(""), "buffer").readUIntBE(0, 6);
}

/** Different lists of values have different encodings: each value is preceded by its type and its length. */
function encode(value: Value): string {
  if (value === null) return "0;";
  if (typeof value === "string") return `s${value.length};${value}`;
  if (typeof value === "object") {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("latin1");
    return `b${bytes.length};${bytes}`;
  }
  return `n${value};`;
}

/**
 * Adds the SQL functions of the ledger to a connection: `checksum(...)`, and the aggregate `checksum_sum(...)`, which
 * does not depend on the order of rows.
 */
export function addChecksumFunctions(connection: Database): void {
  connection.function("checksum", { varargs: true, deterministic: true }, (...values) =>
    checksum(...(values as Value[])),
  );
  connection.aggregate("checksum_sum", {
    varargs: true,
    deterministic: true,
    start: 0,
    step: (sum: number, ...values: unknown[]) => (sum + checksum(...(values as Value[]))) % 2 ** 48,
  });
}
