import {
  type BatchNumber,
  type CallTokens,
  CallError,
  type LedgerPaidWork,
  type PendingChunk,
  type Usage,
  type WorkItem,
} from "../ports/index.ts";
import {
  type BatchCall,
  CancelledCall,
  NoRoomInBudget,
  type ObservedReply,
  reasonOf,
  spanFailure,
  stoppingError,
} from "../calls/index.ts";
import type { BatchContext, CommitResult, StageProgress, StageWork } from "./run-types.ts";
import {
  type BatchRequest,
  CUT_OFF,
  NO_RESULTS,
  type Split,
  splitAfterFailure,
  splitAfterReply,
} from "./split-policy.ts";
import { ThinReplies } from "./thin-replies.ts";

/** The result of a call, and the next requests for its open chunks. */
export interface BatchOutcome<Item extends WorkItem = PendingChunk> {
  readonly settled: number;
  /** Why no chunk is settled; null if a chunk is settled. */
  readonly reason: string | null;
  readonly split: Split<Item>;
  /** Whether the batch was too large for the model. Such a failure does not show that the model is broken. */
  readonly tooLarge: boolean;
}

/** Records paid batches before they are sent. */
export type Submissions = Pick<LedgerPaidWork, "submit" | "failBatch">;

/** The first attempt of a batch. */
interface Submission {
  /** Time by `performance.now()`. */
  readonly at: number;
  readonly expected: CallTokens;
  /** The number in the ledger; absent for a free batch. */
  readonly batch: BatchNumber | undefined;
}

/** The calls of one stage: numbers their batches, commits their replies, counts and reports their outcomes. */
export class BatchCalls<Reply, Item extends WorkItem = PendingChunk> {
  readonly #context: BatchContext;
  readonly #work: StageWork<Reply, Item>;
  readonly #submissions: Submissions;
  readonly #thinReplies: ThinReplies;
  readonly #progress: StageProgress;

  constructor(context: BatchContext, work: StageWork<Reply, Item>, submissions: Submissions) {
    this.#context = context;
    this.#work = work;
    this.#submissions = submissions;
    this.#thinReplies = new ThinReplies(context.emit);
    this.#progress = work.progress ?? { batches: 0, done: 0, total: work.plan.total };
  }

  /** Makes chunks dead letters, with the reason of each. */
  async deadLetter(chunks: ReadonlyMap<Item, string>): Promise<void> {
    if (chunks.size === 0) return;
    await this.#work.deadLetter(chunks);
    this.#progress.done += chunks.size;
    const { stage } = this.#work.plan;
    for (const [{ contentKey }, reason] of chunks)
      this.#context.emit({ event: "chunk.deadLettered", stage, contentKey, reason });
  }

  /** Begins the call for a request. Its result is null if it was not sent, because the run is stopped or over the budget. */
  begin(request: BatchRequest<Item>): BatchCall<Reply, BatchOutcome<Item> | null, Item> {
    const { chunks } = request;
    const { stage } = this.#work.plan;
    const batch = (this.#progress.batches += 1);
    const span = this.#context.span.batch({ stage, batch, chunks: chunks.flatMap(({ chunk }) => chunk ?? []) });
    let sent: Submission | null = null;
    let hasReply = false;
    return {
      chunks,
      batch,
      span,
      submit: async (expected) => {
        const submitted = await this.#submit(chunks, batch, expected);
        sent = { at: performance.now(), expected, batch: submitted };
      },
      commit: async (observed) => {
        hasReply = true;
        const milliseconds = performance.now() - (sent?.at ?? performance.now());
        const committed = await this.#commit(chunks, observed, sent?.batch);
        const failure = { kind: "invalid", message: reasonWithin(committed) } as const;
        span.end({ settled: committed.settled, failure: committed.settled === 0 ? failure : null });
        return this.#settled(request, batch, committed, observed.usage, milliseconds);
      },
      fail: async (error) => {
        span.end({ settled: 0, failure: spanFailure(error) });
        if (sent?.batch !== undefined && !hasReply) await this.#submissions.failBatch(sent.batch);
        return this.#failed(request, batch, error, sent?.expected ?? null);
      },
    };
  }

  /** Records a batch that may be billed; undefined for a free batch. */
  async #submit(chunks: readonly Item[], number: number, expected: CallTokens): Promise<BatchNumber | undefined> {
    const { stage, profile, paid } = this.#work.plan;
    if (!paid) return undefined;
    const { runId: run, now } = this.#context;
    const contentKeys = chunks.map(({ contentKey }) => contentKey);
    const submitted = { run, stage, number, profile, contentKeys, submittedAt: now().toISOString(), expected };
    return this.#work.observer.waits.during("store", () => this.#submissions.submit(submitted));
  }

  #commit(
    chunks: readonly Item[],
    observed: ObservedReply<Reply>,
    submitted: BatchNumber | undefined,
  ): Promise<CommitResult<Item>> {
    const { observer } = this.#work;
    return observer.waits.during("store", () => this.#work.commit(chunks, observed, submitted));
  }

  /** @param sentTokens Null if the call was never sent, so that no failure is reported. */
  #failed(
    request: BatchRequest<Item>,
    batch: number,
    error: unknown,
    sentTokens: CallTokens | null,
  ): BatchOutcome<Item> | null {
    if (error instanceof CancelledCall || error instanceof NoRoomInBudget) return null;
    const reason = reasonOf(error);
    if (sentTokens !== null) this.#reportFailure(request, batch, reason);
    const stopping = stoppingError(error);
    if (stopping !== null) throw stopping;
    const tooLarge = CallError.isInstance(error) && error.kind === "too-large";
    const wouldShrink = tooLarge && sentTokens !== null && isLess(this.#work.tokens(request.chunks), sentTokens);
    return { settled: 0, reason, split: splitAfterFailure(request, error, wouldShrink), tooLarge };
  }

  #settled(
    request: BatchRequest<Item>,
    batch: number,
    committed: CommitResult<Item>,
    usage: Usage | null,
    durationMs: number,
  ): BatchOutcome<Item> {
    const { settled } = committed;
    const { stage } = this.#work.plan;
    const { tally, emit } = this.#context;
    const split = splitAfterReply(request, committed);
    tally.settled(stage, settled);
    this.#thinReplies.record(request.chunks.length, settled);
    this.#progress.done += settled;
    if (settled === 0) {
      const reason = reasonWithin(committed);
      this.#reportFailure(request, batch, reason);
      return { settled, reason, split, tooLarge: false };
    }
    const tokens = { inputTokens: usage?.inputTokens ?? null, outputTokens: usage?.outputTokens ?? null };
    const { done, total } = this.#progress;
    emit({ event: "batch.completed", stage, batch, chunks: settled, done, total, durationMs, ...tokens });
    return { settled, reason: null, split, tooLarge: false };
  }

  #reportFailure({ chunks }: BatchRequest<Item>, batch: number, reason: string): void {
    const { tally, emit } = this.#context;
    const { stage } = this.#work.plan;
    tally.failed(stage);
    emit({ event: "batch.failed", stage, batch, chunks: chunks.length, reason });
  }
}

/** Of a call's expected tokens only the room for its reply can shrink. */
function isLess(now: CallTokens, sent: CallTokens): boolean {
  return now.maxOutputTokens < sent.maxOutputTokens;
}

function reasonWithin({ invalid, unusable, cutOff }: CommitResult<WorkItem>): string {
  return invalid ?? unusable.values().next().value ?? (cutOff ? CUT_OFF : NO_RESULTS);
}
