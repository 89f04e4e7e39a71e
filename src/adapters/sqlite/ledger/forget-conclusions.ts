import type { Database } from "better-sqlite3";
import { DigestSum } from "../../../model/index.ts";
import { writeMeta } from "./context.ts";

/**
 * Everything is concluded anew, from what was read and paid for. No epoch of before is known any more, so that every store is
 * filled anew.
 */
export function forgetConclusions(database: Database): void {
  for (const table of CONCLUDED) database.exec(`DELETE FROM ${table}`);
  database.exec("UPDATE transcripts SET dirty = 1, hash = NULL, epoch = NULL");
  database.exec(
    "UPDATE chunks SET hash = NULL, epoch = NULL, vector_pending = 1, vector_hash = NULL, vector_epoch = NULL",
  );
  const context = { sql: (text: string) => database.prepare<unknown[]>(text) };
  writeMeta(context, "digest", new DigestSum().toHex());
  writeMeta(context, "unfinished", "1");
}

const CONCLUDED = [
  "facts",
  "quote_topics",
  "keys",
  "variants",
  "entities",
  "relationships",
  "tombstones",
  "epochs",
] as const;
