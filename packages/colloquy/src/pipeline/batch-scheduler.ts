import type { CallPipeline, Reservation } from "../calls/index.ts";
import type { PendingChunk, WorkItem } from "../ports/index.ts";
import type { BatchCalls, BatchOutcome } from "./batch-calls.ts";
import type { BreakerBatch, CircuitBreaker } from "./circuit-breaker.ts";
import type { RunContext } from "./run-types.ts";
import type { BatchRequest } from "./split-policy.ts";

/** What a scheduler uses. */
export interface SchedulerParts<Reply, Item extends WorkItem = PendingChunk> {
  readonly pipeline: Pick<CallPipeline<Reply, BatchOutcome<Item> | null, Item>, "run">;
  readonly calls: Pick<BatchCalls<Reply, Item>, "begin" | "deadLetter">;
  readonly breaker: CircuitBreaker;
}

/**
 * Sends the batches of one stage, and sends open chunks again. The prompts depend only on the batches and their replies, never
 * on the order of replies. The circuit breaker decides when open chunks are sent.
 */
export class BatchScheduler<Reply, Item extends WorkItem = PendingChunk> {
  readonly #context: Pick<RunContext, "stop" | "halt">;
  readonly #parts: SchedulerParts<Reply, Item>;
  readonly #failures: unknown[] = [];

  constructor(context: Pick<RunContext, "stop" | "halt">, parts: SchedulerParts<Reply, Item>) {
    this.#context = context;
    this.#parts = parts;
    const release = (): void => parts.breaker.abandon();
    if (context.stop.aborted) release();
    else context.stop.addEventListener("abort", release, { once: true });
  }

  /**
   * Sends a request, and then its open chunks. Never rejects: see `conclude`.
   * @param reservation The reservation for its call.
   * @param batch The batch that the request is a part of; absent: the request is the whole batch.
   */
  async schedule(
    request: BatchRequest<Item>,
    reservation?: Reservation,
    batch: BreakerBatch = { isRecorded: false, hasSettled: false },
  ): Promise<void> {
    const { pipeline, calls, breaker } = this.#parts;
    const begun = breaker.begin();
    try {
      const sent = pipeline.run(request.chunks, () => calls.begin(request), reservation);
      const outcome = await this.#recorded(sent, batch, begun);
      if (outcome !== null) await this.#followUp(outcome, batch);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Call it after the last batch is scheduled. */
  allSent(): void {
    this.#parts.breaker.allSent();
  }

  /** Stops the run. */
  fail(error: unknown): void {
    this.#failures.push(error);
    this.#context.halt();
  }

  /** Call it after all batches have ended. @throws the first failure. */
  conclude(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  async #recorded(
    sent: Promise<BatchOutcome<Item> | null>,
    batch: BreakerBatch,
    begun: number,
  ): Promise<BatchOutcome<Item> | null> {
    const { breaker } = this.#parts;
    try {
      const outcome = await sent;
      // The call was not sent (stop or budget). Work that waits for its result must not wait for ever.
      if (outcome === null) breaker.abandon();
      else if (!outcome.tooLarge || outcome.split.deadLetters.size > 0) breaker.record(batch, begun, outcome.reason);
      return outcome;
    } finally {
      breaker.end();
    }
  }

  /** Sends the open chunks of an outcome. */
  async #followUp({ reason, tooLarge, split }: BatchOutcome<Item>, batch: BreakerBatch): Promise<void> {
    const { calls, breaker } = this.#parts;
    const { again, deadLetters } = split;
    const open = again.reduce((sum, { chunks }) => sum + chunks.length, deadLetters.size);
    if (open === 0) return;
    // A batch that was too large does not show that the model is broken.
    const needsNoClearance = reason === null || (tooLarge && deadLetters.size === 0);
    if (needsNoClearance) breaker.begin();
    else await breaker.clearance({ batch, chunks: open, hasDeadLetters: deadLetters.size > 0 });
    let sent: readonly Promise<void>[] = [];
    try {
      if (this.#context.stop.aborted) return;
      await calls.deadLetter(deadLetters);
      sent = again.map((request) => this.schedule(request, undefined, batch));
    } finally {
      breaker.end();
    }
    await Promise.all(sent);
  }
}
