import type {
  CallCost,
  ModelStage,
  Ledger,
  PendingChunk,
  PendingOptions,
  PendingTranscript,
  SettledChunk,
} from "../ports/index.ts";
import { walkPages } from "../projection/index.ts";
import { taperedSize, untaperedCount } from "../batching/index.ts";

/** Pending content is listed in pages of this many: the look-ahead that bounds memory. */
const CONTENTS_A_PAGE = 100;

/** The work of a stage in this run. */
export interface StagePlan extends PendingOptions {
  readonly stage: ModelStage;
  readonly batchSize: number;
  /** At most this many estimated tokens a batch; a larger content is a batch of its own. */
  readonly batchTokens: number;
  /** Contents of this run. */
  readonly total: number;
  /** Contents that are pending when the run begins. The contents of the run are spread over them. Default: `total`. */
  readonly pending?: number;
}

/** A plan with the port's current limit for a batch: the port may have learnt it from a ping. */
export function withBatchTokens(plan: StagePlan, port: { readonly batchTokens?: number }): StagePlan {
  return { ...plan, batchTokens: port.batchTokens ?? Number.POSITIVE_INFINITY };
}

/** The work of a stage with what its estimate needs. */
export interface PlannedStage {
  readonly plan: StagePlan;
  /** Expected calls, judged by a sample. */
  readonly calls: number;
  /** Mean cost of a call; null where calls are free. */
  readonly usualCost: CallCost | null;
  /** Tokens of a prompt without its contents, and the mean tokens that a content adds. */
  readonly frameTokens: number;
  readonly chunkTokens: number;
  /** What is pending, by transcript, and what was settled before; empty where calls are free. */
  readonly transcripts: readonly PendingTranscript[];
  readonly settled: readonly SettledChunk[];
}

/**
 * Cuts a stage's pending content into batches, once a run and in the ledger's order. Which contents share a batch depends
 * neither on the concurrency nor on what is settled meanwhile.
 * @param width how many calls the limits keep in flight; called once, before the last part is cut: see `Taper`.
 */
export async function* cutBatches(
  ledger: Pick<Ledger, "pending">,
  plan: StagePlan,
  width: () => Promise<number>,
): AsyncGenerator<readonly PendingChunk[]> {
  const { batchSize, batchTokens, total } = plan;
  let left = total;
  let taper = { batchSize, width: 1 };
  let batch: PendingChunk[] = [];
  let [size, tokens] = [batchSize, 0];
  for await (const content of pendingChunks(ledger, plan)) {
    if (batch.length > 0 && (batch.length >= size || tokens + content.tokens > batchTokens)) {
      yield batch;
      [batch, tokens] = [[], 0];
    }
    if (batch.length === 0) {
      if (taper.width === 1 && total - left >= untaperedCount(total)) taper = { batchSize, width: await width() };
      size = taperedSize(left, total, taper);
    }
    batch.push(content);
    tokens += content.tokens;
    left -= 1;
  }
  if (batch.length > 0) yield batch;
}

/** A sample of the batches: one page of contents, or two whole batches, spread over everything that is pending. */
export async function sampleBatches(
  ledger: Pick<Ledger, "pending">,
  plan: StagePlan,
): Promise<readonly (readonly PendingChunk[])[]> {
  const batches: (readonly PendingChunk[])[] = [];
  const { pending = plan.total } = plan;
  const total = Math.min(plan.total, Math.max(CONTENTS_A_PAGE, 2 * plan.batchSize));
  const sample = { ...plan, total, pending };
  for await (const batch of cutBatches(ledger, sample, async () => 1)) batches.push(batch);
  // The end of the sample may have shortened the last batch.
  return plan.total > sample.total && batches.length > 1 ? batches.slice(0, -1) : batches;
}

async function* pendingChunks(ledger: Pick<Ledger, "pending">, plan: StagePlan): AsyncGenerator<PendingChunk> {
  let left = plan.total;
  if (left === 0) return;
  for await (const page of walkPages((after: string | null) => pendingPage(ledger, plan, after))) {
    for (const content of page) {
      yield content;
      left -= 1;
      if (left === 0) return;
    }
  }
}

async function pendingPage(ledger: Pick<Ledger, "pending">, plan: StagePlan, after: string | null) {
  const { profile, paid, force, deadLetters = false, total, pending = total } = plan;
  const asked = { profile, paid, force, deadLetters };
  const spread = total < pending ? { take: total, of: pending } : undefined;
  const { items, next } = await ledger.pending(plan.stage, { ...asked, after, limit: CONTENTS_A_PAGE, spread });
  return { rows: items, next };
}
