import type { Reservation } from "../calls/index.ts";
import type { BatchCalls, Outcome } from "./batch-calls.ts";
import type { BreakerBatch, CircuitBreaker } from "./circuit-breaker.ts";
import type { RunContext } from "./run-types.ts";
import type { BatchRequest } from "./split-policy.ts";

/**
 * Sends the batches of one stage, and again what they leave open. Which prompts are sent depends on the batches and their
 * replies alone, never on the order in which replies come. The circuit breaker decides when an open rest is sent.
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
   * Sends a request and then what it leaves open. Never rejects: see `conclude`.
   * @param reservation what was reserved for its call.
   * @param batch the batch that the request is a part of; absent: it is the whole batch.
   */
  async schedule(
    request: BatchRequest,
    reservation?: Reservation,
    batch: BreakerBatch = { judged: false, gave: false },
  ): Promise<void> {
    const begun = this.#breaker.begin();
    try {
      const sent = this.#calls.send(request, reservation);
      const outcome = await this.#judged(sent, batch, begun);
      if (outcome !== null) await this.#followUp(outcome, batch);
    } catch (error) {
      this.fail(error);
    }
  }

  /** The last batch was scheduled. */
  allSent(): void {
    this.#breaker.allSent();
  }

  /** Stops the run. */
  fail(error: unknown): void {
    this.#failures.push(error);
    this.#context.halt();
  }

  /** To be called when all is done. @throws the first failure. */
  conclude(): void {
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  async #judged(sent: Promise<Outcome | null>, batch: BreakerBatch, begun: number): Promise<Outcome | null> {
    try {
      const outcome = await sent;
      // Not sent, for a stop or for the budget: what waits for this call would wait for ever.
      if (outcome === null) this.#breaker.abandon();
      else if (!outcome.tooLarge || outcome.split.deadLetters.size > 0)
        this.#breaker.record(batch, begun, outcome.reason);
      return outcome;
    } finally {
      this.#breaker.end();
    }
  }

  /** Sends what an outcome left open. */
  async #followUp({ reason, tooLarge, split }: Outcome, batch: BreakerBatch): Promise<void> {
    const { again, deadLetters } = split;
    const chunks = again.reduce((sum, { chunks }) => sum + chunks.length, deadLetters.size);
    if (chunks === 0) return;
    // A batch that was too large says nothing about the model.
    const goesOn = reason === null || (tooLarge && deadLetters.size === 0);
    if (goesOn) this.#breaker.begin();
    else await this.#breaker.clearance({ batch, chunks, buries: deadLetters.size > 0 });
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
