import type { BookedReplies, CrashedRun, LedgerRuns, RunRecord } from "../../../ports/index.ts";
import { isIntact } from "./checksums.ts";
import type { LedgerContext } from "./context.ts";
import { readMeta, requireIntactState, writeMeta } from "./meta.ts";
import type { LedgerSession } from "./session.ts";

export function ledgerRuns({ context, read, write }: LedgerSession): LedgerRuns {
  const { sql } = context;
  return {
    beginRun: async (run) =>
      write(() => {
        requireIntactState(context);
        sql("INSERT INTO runs (run, started_at, finished_at, exit_code) VALUES (?, ?, ?, ?)").run(
          run.run,
          run.startedAt,
          run.finishedAt,
          run.exitCode,
        );
        openRun(context, run);
      }),
    endRun: async ({ run, finishedAt, exitCode }) =>
      write(() => {
        sql("UPDATE runs SET finished_at = ?, exit_code = ? WHERE run = ?").run(finishedAt, exitCode, run);
      }),
    crashedRuns: async () => read(() => crashedRuns(context)),
    closeRun: async (run) => write(() => closeRun(context, run)),
  };
}

/** A run whose costs are not booked. */
interface OpenRun extends Pick<RunRecord, "run" | "startedAt"> {
  /** The last reply that the ledger had before it. */
  readonly afterReply: number;
  /** Its own last one; null until the next run begins. */
  readonly lastReply: number | null;
}

const KEY = "open_runs";

/** Remembers where the replies of a run begin. */
function openRun(context: LedgerContext, { run, startedAt }: Pick<RunRecord, "run" | "startedAt">): void {
  const last = lastReply(context);
  // One run works on a ledger at a time: what crashed before wrote nothing any more.
  const crashed = readOpenRuns(context).map((each) => ({ ...each, lastReply: each.lastReply ?? last }));
  writeOpenRuns(context, [...crashed, { run, startedAt, afterReply: last, lastReply: null }]);
}

function closeRun(context: LedgerContext, run: string): void {
  writeOpenRuns(
    context,
    readOpenRuns(context).filter((each) => each.run !== run),
  );
}

function crashedRuns(context: LedgerContext): readonly CrashedRun[] {
  return readOpenRuns(context).map(({ run, startedAt, afterReply, lastReply: last }) => ({
    run,
    startedAt,
    replies: bookedReplies(context, afterReply, last ?? lastReply(context)),
  }));
}

function bookedReplies(context: LedgerContext, after: number, until: number): readonly BookedReplies[] {
  return context
    .sql(
      `SELECT lane, profile, count(*) AS replies, count(*) - count(input_tokens) AS unreported,
         coalesce(sum(input_tokens), 0) AS inputTokens, coalesce(sum(cached_input_tokens), 0) AS cachedInputTokens,
         coalesce(sum(output_tokens), 0) AS outputTokens, coalesce(sum(reasoning_tokens), 0) AS reasoningTokens
       FROM replies WHERE no > @after AND no <= @until AND ${isIntact("replies")}
       GROUP BY lane, profile ORDER BY min(no)`,
    )
    .all({ after, until }) as BookedReplies[];
}

function lastReply(context: LedgerContext): number {
  return (context.sql("SELECT coalesce(max(no), 0) AS last FROM replies").get() as { last: number }).last;
}

function readOpenRuns(context: LedgerContext): readonly OpenRun[] {
  return JSON.parse(readMeta(context, KEY) ?? "[]") as OpenRun[];
}

function writeOpenRuns(context: LedgerContext, runs: readonly OpenRun[]): void {
  if (runs.length > 0) writeMeta(context, KEY, JSON.stringify(runs));
  else context.sql("DELETE FROM meta WHERE key = ?").run(KEY);
}
