import type {
  GraphCounts,
  LedgerCounts,
  LedgerProgress,
  ReadOptions,
  SkippedFile,
  WorkCounts,
} from "../../../ports/index.ts";
import type { LedgerContext } from "./context.ts";
import { readMeta } from "./meta.ts";
import { isDeadLetter } from "./paid-work/dead-letters.ts";
import { countChecks } from "./resolution/withdrawn.ts";
import { FACT_KINDS } from "./resolution/fact-records.ts";
import { countSummaries } from "./resolution/summaries.ts";
import { interruptedForces } from "./paid-work/forced.ts";
import { countItems, countMinConfidences } from "./paid-work/reply-items.ts";

/** How far the work on the transcripts is. */
export function countProgress(context: LedgerContext, { signal }: ReadOptions = {}): LedgerProgress {
  const number = counter(context, signal);
  const total = number("SELECT count(*) AS count FROM chunks");
  const extracted = number(
    "SELECT count(*) AS count FROM chunks c WHERE EXISTS (SELECT 1 FROM settled s WHERE s.content_key = c.content_key AND s.active = 1)",
  );
  const deadLetters = number(
    // A chunk that any profile extracted counts as extracted, so that the counts add up.
    `SELECT count(*) AS count FROM chunks c WHERE ${isDeadLetter("extract")}
     AND NOT EXISTS (SELECT 1 FROM settled s WHERE s.content_key = c.content_key AND s.active = 1)`,
  );
  const embeddingDeadLetters = number(`SELECT count(*) AS count FROM chunks c WHERE ${isDeadLetter("embed")}`);
  const embedded = number(
    "SELECT count(*) AS count FROM chunks c WHERE EXISTS (SELECT 1 FROM vectors v WHERE v.content_key = c.text_key AND v.profile = ?)",
    readMeta(context, "embedding_profile") ?? "",
  );
  return {
    transcripts: number("SELECT count(*) AS count FROM transcripts"),
    chunks: { total, extracted, embedded, pending: total - extracted - deadLetters, deadLetters, embeddingDeadLetters },
  };
}

/** The counts of the work on the chunks, and of what it gave. */
export function countWork(context: LedgerContext, options: ReadOptions = {}): WorkCounts {
  return {
    ...countProgress(context, options),
    profiles: countProfiles(context),
    items: countItems(context),
    checks: countChecks(context),
  };
}

/** The counts of the whole workspace. */
export function countLedger(context: LedgerContext, options: ReadOptions = {}): LedgerCounts {
  const number = counter(context, options.signal);
  return {
    ...countWork(context, options),
    skipped: context.sql("SELECT path, reason FROM skipped ORDER BY path").all() as SkippedFile[],
    minConfidences: countMinConfidences(context),
    interruptedForces: interruptedForces(context),
    summaries: countSummaries(context),
    graph: countGraph(context),
    vectors: number("SELECT count(*) AS count FROM chunks WHERE vector_hash IS NOT NULL"),
    unwritten: number(
      `SELECT count(*) AS count FROM chunks c JOIN transcripts t ON t.no = c.transcript_no
       WHERE t.dirty = 1
         OR c.vector_pending = 1 AND EXISTS (SELECT 1 FROM vectors v WHERE v.content_key = c.text_key)`,
    ),
    digest: context.changes.digest,
  };
}

function counter(context: LedgerContext, signal: AbortSignal | undefined) {
  return (sql: string, ...parameters: unknown[]): number => {
    signal?.throwIfAborted();
    return (context.sql(sql).get(...parameters) as { count: number }).count;
  };
}

function countProfiles(context: LedgerContext): LedgerCounts["profiles"] {
  const rows = context
    .sql(
      `SELECT s.profile, count(*) AS chunks, max(s.paid) AS paid
       FROM chunks c JOIN settled s ON s.content_key = c.content_key AND s.active = 1 GROUP BY s.profile ORDER BY s.profile`,
    )
    .all() as { profile: string; chunks: number; paid: number }[];
  return rows.map((row) => ({ ...row, paid: row.paid === 1 }));
}

function countGraph(context: LedgerContext): GraphCounts {
  const number = (sql: string): number => (context.sql(sql).get() as { count: number }).count;
  const byType = (table: string): Record<string, number> => {
    const rows = context
      .sql(`SELECT type, count(*) AS count FROM ${table} WHERE hash IS NOT NULL GROUP BY type ORDER BY type`)
      .all();
    return Object.fromEntries((rows as { type: string; count: number }[]).map(({ type, count }) => [type, count]));
  };
  const facts = (kind: keyof typeof FACT_KINDS): number =>
    number(`SELECT count(*) AS count FROM facts WHERE kind = ${FACT_KINDS[kind]} AND row_id IS NOT NULL`);
  const quotes = facts("quote");
  return {
    transcripts: number("SELECT count(*) AS count FROM transcripts WHERE hash IS NOT NULL"),
    chunks: number("SELECT count(*) AS count FROM chunks WHERE hash IS NOT NULL"),
    entities: number("SELECT count(*) AS count FROM entities WHERE hash IS NOT NULL"),
    mentions: facts("mention") + number("SELECT count(*) AS count FROM occurrences"),
    relationships: number("SELECT count(*) AS count FROM relationships WHERE hash IS NOT NULL"),
    derived: number("SELECT count(*) AS count FROM relationships WHERE hash IS NOT NULL AND count = 0"),
    quotes,
    evidence: facts("relation") + quotes,
    byType: { entities: byType("entities"), relationships: byType("relationships") },
  };
}
