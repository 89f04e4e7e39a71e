import type { KeyDecision, NameCorrections } from "../../../../ports/index.ts";
import { changeSenses } from "./senses.ts";
import { insertChecked } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";

const INSERT_CORRECTION = insertChecked("corrections");
const INSERT_DECISION = insertChecked("key_decisions");

/** Replaces the user's corrections, and marks the keys whose corrections change. */
export function replaceCorrections({ sql }: LedgerContext, { pairs, keys, senses = [] }: NameCorrections): void {
  const stored = (): readonly Stored[] =>
    (sql("SELECT key, name, type, hidden FROM corrections").all() as { key: string }[]).map((row) => [
      JSON.stringify(row),
      [row.key],
    ]);
  const before = stored();
  sql("DELETE FROM corrections").run();
  for (const { key, name, type, hidden } of keys)
    sql(INSERT_CORRECTION).run({ key, name, type, hidden: Number(hidden) });
  markChanged({ sql }, before, stored());
  changeSenses(
    { sql },
    "user",
    senses.map(({ stem, file }) => ({ stem, place: file, sense: `@${file}` })),
  );
  if (changeDecisions({ sql }, "user", pairs)) sql("UPDATE derived_relations SET pending = 1").run();
}

/**
 * Replaces the decisions of a source about pairs of keys, and marks the keys whose decisions change.
 * @returns whether any changes.
 */
export function changeDecisions(
  { sql }: Pick<LedgerContext, "sql">,
  source: KeyDecision["source"],
  pairs: NameCorrections["pairs"],
): boolean {
  const stored = (): readonly Stored[] =>
    (
      sql("SELECT first, second, same FROM key_decisions WHERE source = ?").all(source) as {
        first: string;
        second: string;
      }[]
    ).map((row) => [JSON.stringify(row), [row.first, row.second]]);
  const before = stored();
  sql("DELETE FROM key_decisions WHERE source = ?").run(source);
  for (const { first, second, isSame } of pairs)
    sql(INSERT_DECISION).run({ first, second, source, same: Number(isSame) });
  return markChanged({ sql }, before, stored());
}

/** A stored row as text, with the keys that it is about. */
type Stored = readonly [string, readonly string[]];

function markChanged(
  { sql }: Pick<LedgerContext, "sql">,
  before: readonly Stored[],
  after: readonly Stored[],
): boolean {
  const [old, current] = [new Map(before), new Map(after)];
  const mark = sql("UPDATE keys SET dirty = 1 WHERE key = ? AND dirty = 0");
  const changed = [...before, ...after].filter(([text]) => !(old.has(text) && current.has(text)));
  for (const key of changed.flatMap(([, keys]) => keys)) mark.run(key);
  return changed.length > 0;
}
