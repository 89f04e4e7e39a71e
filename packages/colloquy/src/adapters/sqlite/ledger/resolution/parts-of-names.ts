import type { LedgerContext } from "../context.ts";

/** The longer name begins or ends with the words of the shorter one. */
const IS_PART = (part: string, whole: string): string =>
  `(substr(${whole}, 1, length(${part}) + 1) = ${part} || ' ' OR substr(${whole}, -length(${part}) - 1) = ' ' || ${part})`;

const PAIRS = `SELECT first, second, ${IS_PART("first", "second")} AS isFirst FROM key_decisions
  WHERE source = 'user' AND same = 0 AND (${IS_PART("first", "second")} OR ${IS_PART("second", "first")})`;

/**
 * The keys that the user keeps apart although one is a part of the other ("maya", "maya okafor"): the part, a line break
 * and the whole.
 */
export function partsKeptApart({ sql }: Pick<LedgerContext, "sql">): ReadonlySet<string> {
  const rows = sql(PAIRS).all() as { readonly first: string; readonly second: string; readonly isFirst: 0 | 1 }[];
  return new Set(
    rows.map(({ first, second, isFirst }) => (isFirst === 1 ? `${first}\n${second}` : `${second}\n${first}`)),
  );
}
