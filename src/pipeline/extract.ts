import type { DeadLetter, ExtractionReply, Extractor, Ledger, PendingContent, Settlement } from "../ports/index.ts";
import { NO_USAGE } from "../ports/index.ts";
import { checkReplyFor, requireReply } from "./check-reply.ts";
import type { LanePlan } from "./lane.ts";
import { NEVER_ABORTED } from "./never-aborted.ts";
import { type Answer, runLane } from "./run-lane.ts";
import { type RunContext, runStage } from "./run-context.ts";

export interface LaneOptions {
  readonly batchSize: number;
  /** Caps the batches in flight; the port's own limit holds as well. */
  readonly maxConcurrent: number;
  readonly limit: number;
  /** Redo what is settled. */
  readonly force: boolean;
}

/** Extracts what is pending and settles it in the ledger. */
export async function extractPending(
  context: RunContext,
  ledger: Ledger,
  extractor: Extractor,
  options: LaneOptions,
): Promise<void> {
  const { profile, paid } = extractor;
  const { batchSize, limit, force } = options;
  const plan: LanePlan = { lane: "extraction", profile, paid, batchSize, limit, force };
  const total = Math.min(limit, await ledger.pendingCount("extraction", plan));
  await runStage(context, "extract", total, () =>
    runLane<ExtractionReply>(context, ledger, plan, total, {
      concurrency: Math.min(options.maxConcurrent, extractor.concurrency ?? 1),
      paid,
      call: async (batch) =>
        requireReply(
          await extractor.extract(
            batch.map((content, index) => ({ label: labelOf(index), turns: content.view })),
            { signal: NEVER_ABORTED },
          ),
        ),
      commit: (batch, reply) => settle(context, ledger, extractor, batch, reply),
      bury: (content, reason) =>
        ledger.settle({ profile, paid, raw: null, usage: NO_USAGE }, [], [deadLetter(content, reason)]),
    }),
  );
}

async function settle(
  { emit, tally }: RunContext,
  ledger: Ledger,
  { profile, paid }: Extractor,
  batch: readonly PendingContent[],
  reply: ExtractionReply,
): Promise<Answer> {
  const settlements: Settlement[] = [];
  const deadLetters: DeadLetter[] = [];
  const unanswered: PendingContent[] = [];
  const malformed = new Map<PendingContent, string>();
  tally.extracted(reply.usage ?? NO_USAGE);
  tally.reject(reply.rejected);
  for (const [index, content] of batch.entries()) {
    const extraction = reply.extractions.get(labelOf(index));
    const failure = reply.failures.get(labelOf(index));
    if (extraction === undefined) {
      if (failure === undefined) unanswered.push(content);
      else deadLetters.push(deadLetter(content, failure));
      continue;
    }
    const checked = checkReplyFor(extraction, content.view);
    if ("malformed" in checked) {
      malformed.set(content, checked.malformed);
      continue;
    }
    tally.reject(checked.rejected);
    settlements.push({ contentKey: content.contentKey, extraction: checked.extraction });
  }
  await ledger.settle({ profile, paid, raw: reply.raw, usage: reply.usage }, settlements, deadLetters);
  for (const { lane, contentKey, reason } of deadLetters)
    emit({ event: "chunk.deadLettered", lane, contentKey, reason });
  return { settled: settlements.length + deadLetters.length, unanswered, malformed };
}

function labelOf(index: number): string {
  return `c${index + 1}`;
}

function deadLetter({ contentKey }: PendingContent, reason: string): DeadLetter {
  return { contentKey, lane: "extraction", reason };
}
