/**
 * The way of every call to a model, in this order:
 *
 * 1. Budget: a call is admitted when its highest possible cost fits beside what was spent and what is in flight. First,
 *    because a call that may not be paid for must not take a place in the provider's limits.
 * 2. Admission: the limiter waits until the provider's limits have room. After the budget, because that wait is short
 *    where the budget's is open-ended; so the budget is checked once more when the call is sent (`fits`).
 * 3. Retry: the limiter sends a failed attempt again. Each attempt passes steps 2 to 5, so retries are paced as well.
 *    The ledger records the call before its first attempt, so that a run that is killed leaves a trace of it.
 * 4. Observation: one event, one span and one entry of the account for each attempt. Inside of retry, so that every
 *    attempt is counted, and outside of the adapter, so that no adapter has to count.
 * 5. Adapter: one attempt at the provider. It never waits and never retries.
 * 6. Commit: the ledger keeps the reply before anything else is done with it. Last, and outside of retry: a reply that is
 *    paid for is never asked for again because the disk failed.
 *
 * A ping before the first call (`ping.ts`) passes steps 1 to 5: it has nothing to commit. The limiter's own pings in an
 * outage, and the call that learns a model's dimensions before there is a budget, pass steps 2 to 5: the account counts
 * them, and so the budget includes their cost.
 */
import type { ModelStage, PendingChunk } from "../ports/index.ts";
import type { Call as LimitedCall, RateLimiter, SendOptions } from "@colloquy/rate-limit";
import type { Budget, Reservation } from "./budget.ts";
import type { Call, CallWork } from "./call.ts";
import type { AttemptCompleted, CallListener } from "./call-events.ts";
import type { CallObserver, ObservedReply } from "./call-observer.ts";

/** An attempt is not sent, because it does not fit into the budget beside what is in flight. */
export class NoRoomInBudget extends Error {
  constructor() {
    super("The call was not sent, because it does not fit into the budget now.");
    this.name = "NoRoomInBudget";
  }
}

/** What the calls of a stage pass through. */
export interface CallPipelineParts {
  readonly stage: ModelStage;
  readonly budget: Budget;
  readonly limiter: RateLimiter;
  readonly observer: CallObserver;
  /** Aborted: no call is sent any more. */
  readonly stop: AbortSignal;
  readonly emit: CallListener;
}

/** A call, and what is done with its reply. */
export interface CommittedCall<Reply, Result> extends Call<Reply> {
  /** Records the call before its first attempt, with its expected cost. @throws what stops the run. */
  submit(expected: ReturnType<CallWork<Reply>["cost"]>): Promise<void>;
  /** Called when the provider has told its limits. */
  readonly onLimits: () => void;
  /** Commits the reply. */
  commit(observed: ObservedReply<Reply>): Promise<Result>;
  /** The result of a call that got no reply, or whose reply could not be committed. @throws what stops the run. */
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
   * @param begin makes the call; again where step 2 sends it back to step 1, because its room was taken meanwhile.
   * @param reserved the result of step 1, where it was passed before.
   * @returns null where the call was not sent, because the budget does not allow it or the run is stopped.
   */
  async run<Reply, Result>(
    work: CallWork<Reply>,
    contents: readonly PendingChunk[],
    begin: () => CommittedCall<Reply, Result>,
    reserved?: Reservation,
  ): Promise<Result | null> {
    const { limiter, stop } = this.#parts;
    for (let room = reserved ?? null; ; room = null) {
      room ??= await this.reserve(work, contents);
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
  async reserve<Reply>(work: CallWork<Reply>, contents: readonly PendingChunk[]): Promise<Reservation | null> {
    const { stage, budget, observer, stop } = this.#parts;
    const price = { stage, mostUsd: observer.mostOf(work.cost(contents)) };
    const reservation = await observer.waits.during("budget", () => budget.admit(price, stop));
    if (reservation === null && !stop.aborted) this.#reportBudget(budget.reachedBy(price));
    return reservation;
  }

  /** Steps 2 and 3: what the limiter needs to know of a call. It calls `send` for each attempt: steps 4 and 5. */
  #admission<Reply>(call: CommittedCall<Reply, unknown>, room: Reservation): LimitedCall<ObservedReply<Reply>> {
    const { observer } = this.#parts;
    const { work, contents } = call;
    const onAttempt = ({ costUsd }: AttemptCompleted): void => {
      // A refused attempt, and one whose cost is not known, leave the room to the next attempt.
      if (costUsd !== null && costUsd > 0) room.settle(costUsd);
    };
    const observed = { ...call, onAttempt };
    let expected = work.cost(contents);
    let isSent = false;
    let wantedAt = performance.now();
    return {
      // What is known of a model's needs may change while the call waits.
      cost: () => (expected = work.cost(contents)),
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

  /** Once a stage. */
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
