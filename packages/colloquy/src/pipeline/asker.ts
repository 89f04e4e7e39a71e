import type { PendingContent } from "../ports/index.ts";
import type { Asking } from "./ask-again.ts";
import type { Reservation } from "./budget.ts";
import type { BreakerBatch, CircuitBreaker } from "./circuit-breaker.ts";
import type { LaneCalls, Outcome } from "./lane-calls.ts";
import type { LaneContext } from "./run-context.ts";

/**
 * Asks for the batches of one lane and for whatever they leave open. What is asked for depends on the batches and their
 * replies alone, never on the order in which replies come; when it is asked for again is up to the circuit breaker.
 */
export class Asker {
  readonly #context: Pick<LaneContext, "stop" | "halt">;
  readonly #calls: Pick<LaneCalls<unknown>, "make" | "bury">;
  readonly #breaker: CircuitBreaker;
  readonly #failures: unknown[] = [];

  constructor(
    context: Pick<LaneContext, "stop" | "halt">,
    calls: Pick<LaneCalls<unknown>, "make" | "bury">,
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
   * Asks for a batch and for what it leaves open. Never rejects: see `conclude`.
   * @param reservation what was reserved for its first call.
   */
  async ask(contents: readonly PendingContent[], reservation: Reservation): Promise<void> {
    await this.#ask({ contents, before: 0 }, { judged: false, gave: false }, reservation);
  }

  /** The last batch was asked for. */
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

  async #ask(asking: Asking, batch: BreakerBatch, reservation?: Reservation): Promise<void> {
    try {
      const outcome = await this.#call(asking, batch, reservation);
      if (outcome !== null) await this.#follow(outcome, batch);
    } catch (error) {
      this.fail(error);
    }
  }

  async #call(asking: Asking, batch: BreakerBatch, reservation?: Reservation): Promise<Outcome | null> {
    const begun = this.#breaker.begin();
    try {
      const outcome = await this.#calls.make(asking, reservation);
      // Not sent, for a stop or for the budget: what waits for this call would wait for ever.
      if (outcome === null) this.#breaker.abandon();
      else if (!outcome.tooLarge || outcome.sequel.bury.size > 0) this.#breaker.record(batch, begun, outcome.reason);
      return outcome;
    } finally {
      this.#breaker.end();
    }
  }

  /** Asks for what an outcome left open. */
  async #follow({ reason, tooLarge, sequel }: Outcome, batch: BreakerBatch): Promise<void> {
    const { again, bury } = sequel;
    const passages = again.reduce((sum, { contents }) => sum + contents.length, bury.size);
    if (passages === 0) return;
    // Whatever was too much at once says nothing about the model.
    const goesOn = reason === null || (tooLarge && bury.size === 0);
    if (goesOn) this.#breaker.begin();
    else await this.#breaker.clearance({ batch, passages, buries: bury.size > 0 });
    let asked: readonly Promise<void>[] = [];
    try {
      if (this.#context.stop.aborted) return;
      await this.#calls.bury(bury);
      asked = again.map((asking) => this.#ask(asking, batch));
    } finally {
      this.#breaker.end();
    }
    await Promise.all(asked);
  }
}
