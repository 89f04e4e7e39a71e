import type { Reservation } from "../calls/index.ts";
import type { BatchCalls, Outcome } from "./batch-calls.ts";
import type { BreakerBatch, CircuitBreaker } from "./circuit-breaker.ts";
import type { RunContext } from "./run-types.ts";
import type { BatchRequest } from "./split-policy.ts";

/**
 * Sends the batches of one stage, and sends open chunks again. The prompts depend only on the batches and their replies, never
 * on the order of replies. The circuit breaker decides when open chunks are sent.
 */
export class BatchScheduler {
  readonly #context: Pick<RunContext, "stop" | "halt">;
  readonly #calls: Pick<BatchCalls<unknown>, "send" | "deadLetter">;
  readonly #breaker: CircuitBreaker;
  readonly #failures: unknown[] = [];

  constructor(
    context: Pick<RunContext, "stop" | "halt">,
    calls: Pick<BatchCalls<unknown>, "send" | "deadLetter">,
    breaker: CircuitBreaker,
  ) {
    this.#context = context;
    this.#calls = calls;
    this.#breaker = breaker;
    const release = (): void => breaker.abandon();
    if (context.stop.aborted) release();
    else context.stop.addEventListener("abort", release, { once: true });
  }

  /**
   * Sends a request, and then its open chunks. Never rejects: see `conclude`.
   * @param reservation The reservation for its call.
   * @param batch The batch that the request is a part of; absent: the request is the whole batch.
   */
  async schedule(
    request: BatchRequest,
    reservation?: Reservation,
    batch: BreakerBatch = { isRecorded: false, hasSettled: false },
  ): Promise<void> {
    const begun = this.#breaker.begin();
    try {
      const sent = this.#calls.send(request, reservation);
      const outcome = await this.#recorded(sent, batch, begun);
      if (outcome !== null) await this.#followUp(outcome, batch);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Call it after the last batch is scheduled. */
  allSent(): void {
    this.#breaker.allSent();
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

  async #recorded(sent: Promise<Outcome | null>, batch: BreakerBatch, begun: number): Promise<Outcome | null> {
    try {
      const outcome = await sent;
      // The call was not sent (stop or budget). Work that waits for its result must not wait for ever.
      if (outcome === null) this.#breaker.abandon();
      else if (!outcome.tooLarge || outcome.split.deadLetters.size > 0)
        this.#breaker.record(batch, begun, outcome.reason);
      return outcome;
    } finally {
      this.#breaker.end();
    }
  }

  /** Sends the open chunks of an outcome. */
  async #followUp({ reason, tooLarge, split }: Outcome, batch: BreakerBatch): Promise<void> {
    const { again, deadLetters } = split;
    const open = again.reduce((sum, { chunks }) => sum + chunks.length, deadLetters.size);
    if (open === 0) return;
    // A batch that was too large does not show that the model is broken.
    const needsNoClearance = reason === null || (tooLarge && deadLetters.size === 0);
    if (needsNoClearance) this.#breaker.begin();
    else await this.#breaker.clearance({ batch, chunks: open, hasDeadLetters: deadLetters.size > 0 });
    let sent: readonly Promise<void>[] = [];
    try {
      if (this.#context.stop.aborted) return;
      await this.#calls.deadLetter(deadLetters);
      sent = again.map((request) => this.schedule(request, undefined, batch));
    } finally {
      this.#breaker.end();
    }
    await Promise.all(sent);
  }
}
