import type { LedgerCounts } from "../../../../ports/index.ts";
import { isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";

/** SQL for whether a verdict of a checker is undamaged. */
export const intact = (alias: string): string => isIntact("checked_statements", alias);

/** SQL for the verdict of the latest version on a fact `f`. A damaged verdict is none: the question is asked again. */
const LATEST = `SELECT iif(one.verdict IS NULL OR one.verdict = 'supported', one.verdict, coalesce(two.verdict, 'supported'))
  FROM checked_statements one LEFT JOIN checked_statements two
    ON two.statement = one.statement AND two.version = one.version AND two.round = 2 AND ${intact("two")}
  WHERE one.statement = f.statement AND one.round = 1 AND ${intact("one")} ORDER BY one.version DESC LIMIT 1`;

/** SQL for why the statement of a fact `f` is withdrawn; null: it is not. */
export const WITHDRAWN = `nullif((${LATEST}), 'supported')`;

/** The counts of statements with a verdict. They are a fraction of all facts, and most ledgers have none. */
export function countChecks({ sql }: Pick<LedgerContext, "sql">): LedgerCounts["checks"] {
  return sql(
    `SELECT count(*) AS checked, count(CASE WHEN verdict <> 'supported' THEN 1 END) AS withdrawn
     FROM (SELECT (${LATEST}) AS verdict FROM facts f WHERE f.statement IN (SELECT statement FROM checked_statements) AND f.statement <> '')
     WHERE verdict IS NOT NULL`,
  ).get() as LedgerCounts["checks"];
}
