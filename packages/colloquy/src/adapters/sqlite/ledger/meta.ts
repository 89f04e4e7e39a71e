import type { Database } from "better-sqlite3";
import { insertChecked, isIntact } from "./checksums.ts";
import { damaged } from "./damage.ts";
import type { Statements } from "./statements.ts";

/** Null if it has no value or a damaged one: see `requireIntactState`. */
export function readMeta({ sql }: Statements, key: string): string | null {
  const row = sql(`SELECT value FROM meta WHERE key = ? AND ${isIntact("meta")}`).get(key) as
    { value: string } | undefined;
  return row?.value ?? null;
}

const PUT_META = insertChecked(
  "meta",
  "ON CONFLICT (key) DO UPDATE SET value = excluded.value, checksum = excluded.checksum",
);

export function writeMeta({ sql }: Statements, key: string, value: string): void {
  sql(PUT_META).run({ key, value });
}

/** Checks all rows about the ledger itself; they are few. @throws ColloquyError `ledger` if one of them is damaged. */
export function requireIntactState(
  context: Statements & { readonly workspace: string; readonly database: Database },
): void {
  const { sql } = context;
  const isDamaged =
    sql(`SELECT 1 FROM meta WHERE NOT ${isIntact("meta")} LIMIT 1`).get() !== undefined ||
    sql("SELECT 1 FROM meta WHERE key = 'marker'").get() === undefined;
  if (isDamaged) throw damaged(context, "its description of itself");
}
