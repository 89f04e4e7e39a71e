import { SYMMETRIC_TYPES, type Withdrawal } from "../../../../model/index.ts";
import type { LedgerChecks, StatedOnce, StatementOptions, StatementToCheck } from "../../../../ports/index.ts";
import { insertChecked, isIntact } from "../checksums.ts";
import type { LedgerContext } from "../context.ts";
import { putReply } from "../paid-work/batches.ts";
import type { LedgerSession } from "../session.ts";
import { FACT_KINDS, RISKY } from "./fact-records.ts";
import { factsOf } from "./facts.ts";
import { intact } from "./withdrawn.ts";

export function ledgerChecks({ context, conclude, write, writeDurably }: LedgerSession): LedgerChecks {
  return {
    statementsToCheck: async (options) => conclude(() => statementsToCheck(context, options), options),
    putChecks: async (reply, checks) => {
      const commit = (): void => putChecks(context, reply, checks);
      if (reply.paid) writeDurably(commit);
      else write(commit);
    },
  };
}

/** Pairs of names with several types of relation, or with one type in both directions. Symmetric types have no direction. */
const SEVERAL_TYPES = `SELECT min(a, b) AS one, max(a, b) AS other FROM facts WHERE kind = ${FACT_KINDS.relation} AND statement <> ''
  GROUP BY one, other
  HAVING count(DISTINCT type || CASE WHEN type IN (SELECT value FROM json_each(@symmetric)) THEN '' WHEN a < b THEN '>' ELSE '<' END) > 1`;

const TO_CHECK = `WITH pairs AS MATERIALIZED (${SEVERAL_TYPES})
  SELECT f.statement, f.transcript_no AS transcript, nullif(one.verdict, 'supported') AS toConfirm FROM facts f
    JOIN chunks c ON c.no = f.chunk_no JOIN transcripts t ON t.no = c.transcript_no JOIN sources s ON s.no = t.source_no
    LEFT JOIN checked_statements one ON one.statement = f.statement AND one.version = @version AND one.round = 1 AND ${intact("one")}
  WHERE f.kind = ${FACT_KINDS.relation} AND f.statement <> ''
    AND (@all OR f.flags & ${RISKY} OR (min(f.a, f.b), max(f.a, f.b)) IN (SELECT one, other FROM pairs))
    AND (one.round IS NULL OR one.verdict <> 'supported' AND NOT EXISTS (SELECT 1 FROM checked_statements two
      WHERE two.statement = f.statement AND two.version = @version AND two.round = 2 AND ${intact("two")}))
  ORDER BY s.key, t.file, c.ordinal, f.start_offset, f.end_offset, f.statement`;

function statementsToCheck(
  context: LedgerContext,
  { version, all, signal }: StatementOptions,
): readonly StatementToCheck[] {
  const symmetric = JSON.stringify(SYMMETRIC_TYPES);
  const rows = context.sql(TO_CHECK).all({ version, all: Number(all), symmetric }) as {
    readonly statement: string;
    readonly transcript: number;
    readonly toConfirm: Withdrawal | null;
  }[];
  const found = new Map<string, StatementToCheck>();
  let [last, statements]: [number | null, ReadonlyMap<string, StatedOnce>] = [null, new Map()];
  for (const { statement, transcript, toConfirm } of rows) {
    if (found.has(statement)) continue;
    signal?.throwIfAborted();
    if (last !== transcript) [last, statements] = [transcript, statementsOf(context, transcript)];
    const stated = statements.get(statement);
    if (stated !== undefined) found.set(statement, { ...stated, toConfirm });
  }
  return [...found.values()];
}

/** The words of a statement are not stored with the fact, so the facts of its transcript are derived again. */
function statementsOf(context: LedgerContext, transcript: number): ReadonlyMap<string, StatedOnce> {
  const facts = factsOf(context, transcript).facts;
  return new Map(
    facts.flatMap((fact) => {
      if (fact.kind !== "relation" || fact.statement === null) return [];
      const { contentKey, statement } = fact.statement;
      return [[contentKey, { contentKey, statement }] as const];
    }),
  );
}

const PUT = insertChecked("checked_statements", "ON CONFLICT DO NOTHING");

function putChecks(context: LedgerContext, ...[reply, checks]: Parameters<LedgerChecks["putChecks"]>): void {
  const batch = putReply(context, "check", reply);
  const { sql } = context;
  for (const { contentKey, statement, toConfirm, version, verdict } of checks) {
    const round = toConfirm === null ? 1 : 2;
    const isDamaged = `NOT ${isIntact("checked_statements")}`;
    sql(`DELETE FROM checked_statements WHERE statement = ? AND version = ? AND round = ? AND ${isDamaged}`).run(
      contentKey,
      version,
      round,
    );
    sql(PUT).run({
      statement: contentKey,
      version,
      round,
      shown: JSON.stringify(statement),
      verdict,
      profile: reply.profile,
      paid: Number(reply.paid),
      batch_no: batch,
    });
    sql("UPDATE facts SET pending = 1 WHERE statement = ? AND pending = 0").run(contentKey);
  }
}
