import type { BookedReplies, CallsInFlight, CrashedRun, LedgerRuns, RunRecord } from "../../../ports/index.ts";
import { isIntact } from "./checksums.ts";
import type { LedgerContext } from "./context.ts";
import { readMeta, requireIntactState, writeMeta } from "./meta.ts";
import { failBatchesBetween } from "./paid-work/batches.ts";
import { recordRunBegin, recordRunEnd } from "./run-epochs.ts";
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
        recordRunBegin(context);
      }),
    endRun: async ({ run, finishedAt, exitCode }) =>
      write(() => {
        sql("UPDATE runs SET finished_at = ?, exit_code = ? WHERE run = ?").run(finishedAt, exitCode, run);
        recordRunEnd(context);
      }),
    crashedRuns: async () => read(() => crashedRuns(context)),
    closeRun: async (run) => write(() => closeRun(context, run)),
  };
}

/** A run whose costs are not in reports yet. */
interface OpenRun extends Pick<RunRecord, "run" | "startedAt"> {
  /** Number of the last batch before the run. */
  readonly afterReply: number;
  /** Number of the run's own last batch; null until the next run begins. */
  readonly lastReply: number | null;
}

const KEY = "open_runs";

/** Records where the batches of a run begin. */
function openRun(context: LedgerContext, { run, startedAt }: Pick<RunRecord, "run" | "startedAt">): void {
  const last = lastBatch(context);
  // Only one run works on a ledger at a time, so a run that crashed before writes nothing more.
  const crashed = readOpenRuns(context).map((each) => ({ ...each, lastReply: each.lastReply ?? last }));
  writeOpenRuns(context, [...crashed, { run, startedAt, afterReply: last, lastReply: null }]);
}

function closeRun(context: LedgerContext, run: string): void {
  const runs = readOpenRuns(context);
  for (const { run: name, afterReply, lastReply } of runs)
    if (name === run) failBatchesBetween(context, afterReply, lastReply ?? lastBatch(context));
  writeOpenRuns(
    context,
    runs.filter((each) => each.run !== run),
  );
}

function crashedRuns(context: LedgerContext): readonly CrashedRun[] {
  return readOpenRuns(context).map(({ run, startedAt, afterReply: after, lastReply }) => {
    const range = { after, until: lastReply ?? lastBatch(context) };
    const replies = context.sql(REPLIES).all(range) as BookedReplies[];
    const inFlight = context.sql(IN_FLIGHT).all(range) as CallsInFlight[];
    return { run, startedAt, replies, inFlight };
  });
}

const REPLIES = `SELECT stage, profile, count(*) AS replies, count(*) - count(input_tokens) AS unreported,
    coalesce(sum(input_tokens), 0) AS inputTokens, coalesce(sum(cached_input_tokens), 0) AS cachedInputTokens,
    coalesce(sum(output_tokens), 0) AS outputTokens, coalesce(sum(reasoning_tokens), 0) AS reasoningTokens
  FROM batches WHERE state = 'replied' AND no > @after AND no <= @until AND ${isIntact("batches")}
  GROUP BY stage, profile ORDER BY min(no)`;

const IN_FLIGHT = `SELECT stage, profile, count(*) AS calls,
    sum(input_bound) AS inputTokens, sum(output_bound) AS maxOutputTokens
  FROM batches WHERE state = 'submitted' AND no > @after AND no <= @until AND ${isIntact("batches")}
  GROUP BY stage, profile ORDER BY min(no)`;

function lastBatch({ sql }: LedgerContext): number {
  return (sql("SELECT coalesce(max(no), 0) AS last FROM batches").get() as { last: number }).last;
}

function readOpenRuns(context: LedgerContext): readonly OpenRun[] {
  return JSON.parse(readMeta(context, KEY) ?? "[]") as OpenRun[];
}

function writeOpenRuns(context: LedgerContext, runs: readonly OpenRun[]): void {
  if (runs.length > 0) writeMeta(context, KEY, JSON.stringify(runs));
  else context.sql("DELETE FROM meta WHERE key = ?").run(KEY);
}
