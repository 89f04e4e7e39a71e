import type { NameCorrections } from "../../../../ports/index.ts";
import { insertChecked } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";

const INSERT_CORRECTION = insertChecked("corrections");
const INSERT_DECISION = insertChecked("key_decisions");

/** Replaces the user's corrections, and marks the keys whose corrections change. */
export function replaceCorrections({ sql }: LedgerContext, { pairs, keys }: NameCorrections): void {
  const before = storedCorrections({ sql });
  sql("DELETE FROM corrections").run();
  sql("DELETE FROM key_decisions WHERE source = 'user'").run();
  for (const { key, name, type, hidden } of keys)
    sql(INSERT_CORRECTION).run({ key, name, type, hidden: Number(hidden) });
  for (const { first, second, isSame } of pairs)
    sql(INSERT_DECISION).run({ first, second, source: "user", same: Number(isSame) });
  const after = storedCorrections({ sql });
  const mark = sql("UPDATE keys SET dirty = 1 WHERE key = ? AND dirty = 0");
  for (const [text, of] of [...before, ...after])
    if (!(before.has(text) && after.has(text))) for (const key of of) mark.run(key);
}

/** Maps the text of each correction to the keys that it is about. */
function storedCorrections({ sql }: Pick<LedgerContext, "sql">): ReadonlyMap<string, readonly string[]> {
  const keys = sql("SELECT key, name, type, hidden FROM corrections").all() as { key: string }[];
  const pairs = sql("SELECT first, second, same FROM key_decisions WHERE source = 'user'").all() as {
    first: string;
    second: string;
  }[];
  return new Map<string, readonly string[]>([
    ...keys.map((row) => [JSON.stringify(row), [row.key]] as const),
    ...pairs.map((row) => [JSON.stringify(row), [row.first, row.second]] as const),
  ]);
}
