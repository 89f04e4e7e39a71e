import { DisjointSets } from "../../../../model/index.ts";
import type { KeyDecision, NameCorrections } from "../../../../ports/index.ts";
import { insertChecked } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { partsKeptApart } from "./parts-of-names.ts";
import { changeSenses } from "./senses.ts";

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
  const partsBefore = partsKeptApart({ sql });
  if (!changeDecisions({ sql }, "user", withFirstKeys(pairs))) return;
  sql("UPDATE derived_relations SET pending = 1").run();
  const parts = partsKeptApart({ sql });
  deriveParts(
    { sql },
    [...partsBefore, ...parts].filter((pair) => !(partsBefore.has(pair) && parts.has(pair))),
  );
}

/** The pairs that are the same become pairs of the smallest key of each set and each other key of it. */
function withFirstKeys(pairs: NameCorrections["pairs"]): NameCorrections["pairs"] {
  const sets = new DisjointSets<string>();
  for (const { first, second, isSame } of pairs) if (isSame) sets.join(first, second);
  const joined = sets.sets().flatMap((keys) => {
    const [first = "", ...others] = keys.toSorted();
    return others.map((second) => ({ first, second, isSame: true }));
  });
  const known = new Set(joined.map(({ first, second }) => `${first}\n${second}`));
  return [...joined, ...pairs.filter(({ first, second, isSame }) => !isSame && !known.has(`${first}\n${second}`))];
}

/** The facts of transcripts that mention a name, or its part, are derived again. */
function deriveParts({ sql }: Pick<LedgerContext, "sql">, changed: readonly string[]): void {
  const mark = sql(`UPDATE transcripts SET dirty = 1 WHERE no IN (
    SELECT f.transcript_no FROM keys k CROSS JOIN facts f ON f.a = k.no WHERE k.key IN (?, ?))`);
  for (const pair of changed) mark.run(...pair.split("\n"));
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
