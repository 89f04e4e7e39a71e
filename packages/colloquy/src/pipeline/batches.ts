import type {
  CallTokens,
  ModelStage,
  Ledger,
  PendingChunk,
  PendingOptions,
  PendingTranscript,
  SettledChunk,
  WorkItem,
} from "../ports/index.ts";
import { walkPages } from "../projection/index.ts";
import { taperedSize, untaperedCount } from "../batching/index.ts";

/** Pending chunks are read in pages of this size, which limits memory. */
const CHUNKS_PER_PAGE = 100;

/** Lists the pending work of a stage. */
export interface PendingSource<Item> {
  pending(
    stage: ModelStage,
    options: Parameters<Ledger["pending"]>[1],
  ): Promise<{ readonly items: readonly Item[]; readonly next: string | null }>;
}

/** Lists items in pages. */
export function pendingFrom<Item>(items: readonly Item[]): PendingSource<Item> {
  return {
    async pending(_stage, { after, limit }) {
      const start = Number(after ?? 0);
      const end = start + limit;
      return { items: items.slice(start, end), next: end < items.length ? String(end) : null };
    },
  };
}

/** The work of a stage in this run. */
export interface StagePlan<Stage extends ModelStage = ModelStage> extends PendingOptions {
  readonly stage: Stage;
  /** The most chunks of a batch; of items with several texts, the most texts. A larger item has its own batch. */
  readonly batchSize: number;
  /** The most estimated tokens of a batch; a larger chunk has its own batch. */
  readonly batchTokens: number;
  /** Chunks of this run. */
  readonly total: number;
  /** Pending chunks at the start of the run. The chunks of the run are spread over them. Default: `total`. */
  readonly pending?: number;
}

/** Returns the plan with the port's current token limit, which the port may have learnt from a ping. */
export function withBatchTokens<Stage extends ModelStage>(
  plan: StagePlan<Stage>,
  port: { readonly batchTokens?: number },
): StagePlan<Stage> {
  return { ...plan, batchTokens: port.batchTokens ?? Number.POSITIVE_INFINITY };
}

/** The plan of a stage with the values for its estimate. */
export interface PlannedStage<Stage extends ModelStage = ModelStage> {
  readonly plan: StagePlan<Stage>;
  /** Expected number of calls, estimated from a sample. */
  readonly calls: number;
  /** Mean tokens of a call; null if calls are free. */
  readonly usualTokens: CallTokens | null;
  /** Tokens of a prompt without its chunks, and the mean tokens that a chunk adds. */
  readonly frameTokens: number;
  readonly chunkTokens: number;
  /** Pending transcripts and settled chunks; empty if calls are free. */
  readonly transcripts: readonly PendingTranscript[];
  readonly settled: readonly SettledChunk[];
}

/**
 * Cuts the pending chunks of a stage into batches, once per run and in ledger order. The batches depend neither on concurrency
 * nor on chunks that are settled in the meantime.
 * @param width Returns how many calls the limits keep in flight. Called once, before the last batches are cut: see `Taper`.
 */
export async function* cutBatches<Item extends WorkItem = PendingChunk>(
  ledger: PendingSource<Item>,
  plan: StagePlan,
  width: () => Promise<number>,
): AsyncGenerator<readonly Item[]> {
  const { batchSize, batchTokens, total } = plan;
  let left = total;
  let taper = { batchSize, width: 1 };
  let batch: Item[] = [];
  let [size, inputs, tokens] = [batchSize, 0, 0];
  for await (const chunk of pendingChunks(ledger, plan)) {
    const added = chunk.inputs ?? 1;
    if (batch.length > 0 && (inputs + added > size || tokens + chunk.tokens > batchTokens)) {
      yield batch;
      [batch, inputs, tokens] = [[], 0, 0];
    }
    if (batch.length === 0) {
      if (taper.width === 1 && total - left >= untaperedCount(total)) taper = { batchSize, width: await width() };
      size = taperedSize(left, total, taper);
    }
    batch.push(chunk);
    inputs += added;
    tokens += chunk.tokens;
    left -= 1;
  }
  if (batch.length > 0) yield batch;
}

/** A sample of the batches: one page of chunks, or two whole batches, spread over all pending chunks. */
export async function sampleBatches<Item extends WorkItem = PendingChunk>(
  ledger: PendingSource<Item>,
  plan: StagePlan,
): Promise<readonly (readonly Item[])[]> {
  const batches: (readonly Item[])[] = [];
  const { pending = plan.total } = plan;
  const total = Math.min(plan.total, Math.max(CHUNKS_PER_PAGE, 2 * plan.batchSize));
  const sample = { ...plan, total, pending };
  for await (const batch of cutBatches(ledger, sample, async () => 1)) batches.push(batch);
  // The end of the sample may have shortened the last batch.
  return plan.total > sample.total && batches.length > 1 ? batches.slice(0, -1) : batches;
}

async function* pendingChunks<Item>(ledger: PendingSource<Item>, plan: StagePlan): AsyncGenerator<Item> {
  let left = plan.total;
  if (left === 0) return;
  for await (const page of walkPages((after: string | null) => pendingPage(ledger, plan, after))) {
    for (const chunk of page) {
      yield chunk;
      left -= 1;
      if (left === 0) return;
    }
  }
}

async function pendingPage<Item>(ledger: PendingSource<Item>, plan: StagePlan, after: string | null) {
  const { profile, paid, force, deadLetters = false, total, pending = total } = plan;
  const selection = { profile, paid, force, deadLetters };
  const spread = total < pending ? { take: total, of: pending } : undefined;
  const { items, next } = await ledger.pending(plan.stage, { ...selection, after, limit: CHUNKS_PER_PAGE, spread });
  return { rows: items, next };
}
