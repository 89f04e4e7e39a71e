/**
 * The steps of every call to a model, in this order:
 *
 * 1. Budget: admits a call when its highest possible cost fits into the budget, together with spending and calls in flight.
 *    First, because a call that may not be paid for must not use up the provider's limits.
 * 2. Admission: the limiter waits until the provider's limits have room. After the budget, because the wait for limits is
 *    short and the wait for the budget is not. The budget is checked again before each attempt (`fits`).
 * 3. Retry: the limiter sends a failed attempt again. Each attempt passes steps 2 to 5, so retries are paced as well.
 *    The ledger records the call before its first attempt, so that a crashed run leaves a record of it.
 * 4. Observation: one event, one span and one entry of the account for each attempt. Inside retry, so that every attempt is
 *    counted; outside the adapter, so that no adapter has to count.
 * 5. Adapter: one attempt at the provider. It never waits and never retries. (A ping may send several forms of its request,
 *    to find those that the model accepts. Each is observed as an attempt.)
 * 6. Commit: the ledger stores the reply before any other use. Last and outside retry, so that a paid reply is not requested
 *    again when the disk fails.
 *
 * A ping before the first call (`ping.ts`) passes steps 1 to 5; it has nothing to commit. The limiter's pings during an
 * outage pass steps 2 to 5, and are sent only while the budget has room for them (`mayPing`). The call that learns a
 * model's dimensions passes steps 2 to 5. The account counts them, so the budget includes their cost.
 */
import type { Call, RateLimiter } from "@colloquy/rate-limit";
import type { BatchSpan, CallTokens, ModelStage, PendingChunk, WorkItem } from "../ports/index.ts";
import type { Budget, Reservation } from "./budget.ts";
import type { CallWork, ObservedReply } from "./call.ts";
import type { CallListener } from "./call-events.ts";
import type { CallObserver } from "./call-observer.ts";

/** The attempt was not sent, because it does not fit into the budget together with the calls in flight. */
export class NoRoomInBudget extends Error {
  constructor() {
    super("The call was not sent, because it does not fit into the budget now.");
    this.name = "NoRoomInBudget";
  }
}

/** The parts that the calls of a stage use. */
export interface CallPipelineParts<Reply, Item extends WorkItem = PendingChunk> {
  readonly stage: ModelStage;
  readonly work: CallWork<Reply, Item> & { readonly limiter: RateLimiter; readonly observer: CallObserver };
  readonly budget: Budget;
  /** When aborted, no more calls are sent. */
  readonly stop: AbortSignal;
  readonly emit: CallListener;
}

/** A batch in a call: its records, and what becomes of its result. */
export interface BatchCall<Reply, Result, Item extends WorkItem = PendingChunk> {
  readonly chunks: readonly Item[];
  /** Number of the batch in this stage and run, from 1. */
  readonly batch: number;
  readonly span: BatchSpan;
  /** Records the call before its first attempt, with its expected tokens. @throws errors that stop the run. */
  submit(expected: CallTokens): Promise<void>;
  /** Commits the reply. */
  commit(observed: ObservedReply<Reply>): Promise<Result>;
  /** The result of a call without a reply, or with a reply that could not be committed. @throws errors that stop the run. */
  fail(error: unknown): Promise<Result>;
}

/** Sends the calls of one stage. */
export class CallPipeline<Reply, Result, Item extends WorkItem = PendingChunk> {
  readonly #parts: CallPipelineParts<Reply, Item>;
  #overBudget = false;

  constructor(parts: CallPipelineParts<Reply, Item>) {
    this.#parts = parts;
  }

  /**
   * Steps 1 to 6.
   * @param begin Creates the call; called again when the call returns to step 1, because it no longer fits at step 2.
   * @param reserved The result of step 1, if it was done before.
   * @returns Null if the call was not sent, because the budget does not allow it or the run is stopped.
   */
  async run(
    chunks: readonly Item[],
    begin: () => BatchCall<Reply, Result, Item>,
    reserved?: Reservation,
  ): Promise<Result | null> {
    const { work, stop } = this.#parts;
    for (let room = reserved ?? null; ; room = null) {
      room ??= await this.reserve(chunks);
      if (room === null) return null;
      try {
        if (stop.aborted) return null;
        const call = begin();
        try {
          const observed = await work.limiter.run(this.#admission(call, room));
          return await call.commit(observed);
        } catch (error) {
          const result = await call.fail(error);
          if (!(error instanceof NoRoomInBudget)) return result;
        }
      } finally {
        room.release(null);
      }
    }
  }

  /** Step 1. Null: the budget does not allow the call, or the run is stopped. */
  async reserve(chunks: readonly Item[]): Promise<Reservation | null> {
    const { stage, work, budget, stop } = this.#parts;
    const { observer } = work;
    const price = { stage, mostUsd: observer.mostOf(work.tokens(chunks)) };
    const reservation = await observer.waits.during("budget", () => budget.admit(price, stop));
    if (reservation === null && !stop.aborted) this.#reportBudget(budget.reachedBy(price));
    return reservation;
  }

  /** The call for the limiter, which does steps 2 and 3 and calls `send` (steps 4 and 5) for each attempt. */
  #admission(call: BatchCall<Reply, unknown, Item>, room: Reservation): Call<ObservedReply<Reply>> {
    const { work } = this.#parts;
    const { chunks, batch, span } = call;
    let expected = work.tokens(chunks);
    let isSent = false;
    const attempt = work.observer.observing<Reply>({
      operation: work.operation,
      batch,
      chunks: chunks.length,
      span,
      expected: () => expected,
      send: work.request(chunks),
      read: (reply) => work.read(reply),
      onAttempt({ costUsd }) {
        // After a refused attempt, or one with unknown cost, the next attempt uses the same room.
        if (costUsd !== null && costUsd > 0) room.release(costUsd);
      },
    });
    return {
      // The expected tokens may change while the call waits, because other replies show what the model needs.
      tokens: () => (expected = work.tokens(chunks)),
      async send(options) {
        if (!room.fits()) throw new NoRoomInBudget();
        if (!isSent) {
          await call.submit(expected);
          // Other calls may have ended while the ledger was written.
          if (!room.fits()) throw new NoRoomInBudget();
          isSent = true;
        }
        return attempt(options);
      },
      reading: (observed) => observed,
    };
  }

  /** Reports the budget once per stage. */
  #reportBudget(reached: ReturnType<Budget["reachedBy"]>): void {
    if (this.#overBudget || reached === null) return;
    this.#overBudget = true;
    this.#parts.emit(reached);
  }
}
