/**
 * The steps of every call to a model, in this order:
 *
 * 1. Budget: admits a call when its highest possible cost fits into the budget, together with spending and calls in flight.
 *    First, because a call that may not be paid for must not use up the provider's limits.
 * 2. Admission: the limiter waits until the provider's limits have room. After the budget, because the wait for limits is
 *    short and the wait for the budget is not. The budget is checked again when the call is sent (`fits`).
 * 3. Retry: the limiter sends a failed attempt again. Each attempt passes steps 2 to 5, so retries are paced as well.
 *    The ledger records the call before its first attempt, so that a crashed run leaves a record of it.
 * 4. Observation: one event, one span and one entry of the account for each attempt. Inside retry, so that every attempt is
 *    counted; outside the adapter, so that no adapter has to count.
 * 5. Adapter: one attempt at the provider. It never waits and never retries.
 * 6. Commit: the ledger stores the reply before any other use. Last and outside retry, so that a paid reply is not requested
 *    again when the disk fails.
 *
 * A ping before the first call (`ping.ts`) passes steps 1 to 5; it has nothing to commit. The limiter's pings during an
 * outage, and the call that learns a model's dimensions before there is a budget, pass steps 2 to 5. The account counts
 * them, so the budget includes their cost.
 */
import type { ModelStage, PendingChunk } from "../ports/index.ts";
import type { Call as LimitedCall, RateLimiter, SendOptions } from "@colloquy/rate-limit";
import type { Budget, Reservation } from "./budget.ts";
import type { Call, CallWork } from "./call.ts";
import type { AttemptCompleted, CallListener } from "./call-events.ts";
import type { CallObserver, ObservedReply } from "./call-observer.ts";

/** The attempt was not sent, because it does not fit into the budget together with the calls in flight. */
export class NoRoomInBudget extends Error {
  constructor() {
    super("The call was not sent, because it does not fit into the budget now.");
    this.name = "NoRoomInBudget";
  }
}

/** The parts that the calls of a stage use. */
export interface CallPipelineParts {
  readonly stage: ModelStage;
  readonly budget: Budget;
  readonly limiter: RateLimiter;
  readonly observer: CallObserver;
  /** When aborted, no more calls are sent. */
  readonly stop: AbortSignal;
  readonly emit: CallListener;
}

/** A call with its submission and the handling of its result. */
export interface CommittedCall<Reply, Result> extends Call<Reply> {
  /** Records the call before its first attempt, with its expected cost. @throws errors that stop the run. */
  submit(expected: ReturnType<CallWork<Reply>["cost"]>): Promise<void>;
  /** Called when the provider has reported its limits. */
  readonly onLimits: () => void;
  /** Commits the reply. */
  commit(observed: ObservedReply<Reply>): Promise<Result>;
  /** The result of a call without a reply, or with a reply that could not be committed. @throws errors that stop the run. */
  fail(error: unknown): Promise<Result>;
}

/** Sends the calls of one stage. */
export class CallPipeline {
  readonly #parts: CallPipelineParts;
  #overBudget = false;

  constructor(parts: CallPipelineParts) {
    this.#parts = parts;
  }

  /**
   * Steps 1 to 6.
   * @param begin Creates the call; called again when the call returns to step 1, because it no longer fits at step 2.
   * @param reserved The result of step 1, if it was done before.
   * @returns Null if the call was not sent, because the budget does not allow it or the run is stopped.
   */
  async run<Reply, Result>(
    work: CallWork<Reply>,
    chunks: readonly PendingChunk[],
    begin: () => CommittedCall<Reply, Result>,
    reserved?: Reservation,
  ): Promise<Result | null> {
    const { limiter, stop } = this.#parts;
    for (let room = reserved ?? null; ; room = null) {
      room ??= await this.reserve(work, chunks);
      if (room === null) return null;
      try {
        if (stop.aborted) return null;
        const call = begin();
        try {
          const observed = await limiter.run(this.#admission(call, room));
          return await call.commit(observed);
        } catch (error) {
          const result = await call.fail(error);
          if (!(error instanceof NoRoomInBudget)) return result;
        }
      } finally {
        room.settle(null);
      }
    }
  }

  /** Step 1. Null: the budget does not allow the call, or the run is stopped. */
  async reserve<Reply>(work: CallWork<Reply>, chunks: readonly PendingChunk[]): Promise<Reservation | null> {
    const { stage, budget, observer, stop } = this.#parts;
    const price = { stage, mostUsd: observer.mostOf(work.cost(chunks)) };
    const reservation = await observer.waits.during("budget", () => budget.admit(price, stop));
    if (reservation === null && !stop.aborted) this.#reportBudget(budget.reachedBy(price));
    return reservation;
  }

  /** The call for the limiter, which does steps 2 and 3 and calls `send` (steps 4 and 5) for each attempt. */
  #admission<Reply>(call: CommittedCall<Reply, unknown>, room: Reservation): LimitedCall<ObservedReply<Reply>> {
    const { observer } = this.#parts;
    const { work, chunks } = call;
    const onAttempt = ({ costUsd }: AttemptCompleted): void => {
      // After a refused attempt, or one with unknown cost, the next attempt uses the same room.
      if (costUsd !== null && costUsd > 0) room.settle(costUsd);
    };
    const observed = { ...call, onAttempt };
    let expected = work.cost(chunks);
    let isSent = false;
    let wantedAt = performance.now();
    return {
      // The expected cost may change while the call waits, because other replies show what the model needs.
      cost: () => (expected = work.cost(chunks)),
      send: async (options) => {
        if (!room.fits()) throw new NoRoomInBudget();
        if (!isSent) await call.submit(expected);
        isSent = true;
        const start = { attempt: options.attempt + 1, expected, wantedAt };
        try {
          return await observer.observe(observed, start, withLimits(options, call.onLimits));
        } finally {
          wantedAt = performance.now();
        }
      },
      reading: ({ limits, usage }) => ({ limits, usage }),
    };
  }

  /** Reports the budget once per stage. */
  #reportBudget(reached: ReturnType<Budget["reachedBy"]>): void {
    if (this.#overBudget || reached === null) return;
    this.#overBudget = true;
    this.#parts.emit(reached);
  }
}

function withLimits<Options extends SendOptions>(options: Options, onLimits: () => void): Options {
  return {
    ...options,
    onLimits: (limits) => {
      options.onLimits(limits);
      onLimits();
    },
  };
}
