import type { Database } from "better-sqlite3";
import { DigestSum } from "../../../../model/index.ts";
import { isIntact } from "../checksums.ts";
import { supersededEpochs } from "../changes/epochs.ts";
import { writeMeta } from "../meta.ts";
import { forgetRunEpochs } from "../run-epochs.ts";

/**
 * Removes all conclusions, which are then made again from transcripts and replies. The earlier epochs become
 * superseded: every store is filled again, and a store with such an epoch is recognised as this ledger's.
 */
export function forgetConclusions(database: Database): void {
  const context = { sql: (text: string) => database.prepare<unknown[]>(text) };
  const epochs = context.sql(`SELECT number, identity FROM epochs WHERE ${isIntact("epochs")} ORDER BY number`).all();
  writeMeta(context, "superseded", JSON.stringify([...supersededEpochs(context), ...epochs]));
  // A migration from an earlier format runs before later tables and columns exist.
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  for (const table of CONCLUDED) if (tables.includes(table)) database.exec(`DELETE FROM ${table}`);
  database.exec("UPDATE transcripts SET dirty = 1, hash = NULL, epoch = NULL");
  database.exec(
    "UPDATE chunks SET hash = NULL, epoch = NULL, vector_pending = 1, vector_hash = NULL, vector_epoch = NULL",
  );
  if (tables.includes("derived_relations")) database.exec("UPDATE derived_relations SET pending = 1, of_id = NULL");
  const columns = database.prepare("SELECT name FROM pragma_table_info('chunks')").pluck().all();
  if (columns.includes("search_pending")) database.exec("UPDATE chunks SET search_pending = 1");
  forgetRunEpochs(context);
  writeMeta(context, "digest", new DigestSum().toHex());
  writeMeta(context, "unfinished", "1");
}

const CONCLUDED = [
  "facts",
  "quote_topics",
  "occurrences",
  "chunk_words",
  "keys",
  "key_forms",
  "variants",
  "entities",
  "relationships",
  "tombstones",
  "epochs",
] as const;
