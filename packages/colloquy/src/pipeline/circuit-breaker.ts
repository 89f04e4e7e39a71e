import { ColloquyError, FINISHED_WORK_IS_KEPT } from "../model/index.ts";
import { mostAlike } from "./failure-likeness.ts";

/** The number of batches in the sliding window. */
export const WINDOW = 20;
/** This many like failures in the window stop the run. A model that fails in 30 % of its batches runs for millions of batches. */
const MOST_ALIKE = 16;
/** After this many failed calls, open work waits for the success of a call that was sent later. */
const SUSPICIOUS = 3;
/** When no call is in flight, this many failed calls in a row stop the run. */
export const MOST_IN_A_ROW = 8;
/** Before that, this many waiting calls are sent together, to see whether one succeeds. */
const PROBES = 3;
/** If no more chunks than this are left, the chunks may be the cause, and become dead letters. */
export const FEW_CHUNKS = { ofAnUnprovenModel: 3, ofAWorkingModel: 10 } as const;

/** The state of one batch, shared by all of its calls. */
export interface BreakerBatch {
  /** Whether its outcome is in the window. */
  isRecorded: boolean;
  /** Whether one of its calls settled a chunk. Then single chunks cause further failures. */
  hasSettled: boolean;
}

/** The open chunks of a failed call. */
export interface OpenWork {
  readonly batch: BreakerBatch;
  readonly chunks: number;
  /** Whether some of them become dead letters. */
  readonly hasDeadLetters: boolean;
}

interface WaitingWork extends OpenWork {
  /** Number of ended calls when this call failed. */
  readonly since: number;
  readonly go: () => void;
  readonly stop: (error: ColloquyError) => void;
}

/**
 * Stops a stage whose model has no useful replies any more. The rules are the same for all batches:
 * - Window: 16 of the last 20 batches failed alike, or all 20 failed.
 * - End: no call is in flight, more than a few chunks wait, and the last 8 calls failed.
 *
 * No chunk is paid for again until the model works: after three failed calls, open work waits for the success of a call that
 * was sent after the failure. A model that stops working costs at most 20 failed batches, five calls for the open chunks of
 * the first of them, and the calls in flight.
 *
 * Failures of a batch that already settled a chunk are not counted, because single chunks cause them.
 */
export class CircuitBreaker {
  readonly #window: (string | null)[] = [];
  readonly #waiting = new Set<WaitingWork>();
  /** Reasons of the failed calls since the last success. */
  #inARow: string[] = [];
  /** For each failure without a later success: the number of ended calls at that time. */
  #failuresSinceSuccess: readonly number[] = [];
  #ended = 0;
  #active = 0;
  #hasWorked = false;
  #allSent = false;
  #off: boolean;

  /** @param on False: the circuit breaker never stops a run. */
  constructor(on = true) {
    this.#off = !on;
  }

  /** Call it before a call is sent, or before waiting work continues. @returns the number of ended calls, for `record`. */
  begin(): number {
    this.#active += 1;
    return this.#ended;
  }

  /** Ends what `begin` began. Its open work must call `clearance` in the same turn of the event loop. */
  end(): void {
    this.#active -= 1;
    setImmediate(() => this.#lookForEnd());
  }

  /**
   * Records the outcome of a call: the reason of its failure, or null.
   * @param begun The result of `begin` for this call.
   * @throws ColloquyError `provider` when the window shows that the model does not work.
   */
  record(batch: BreakerBatch, begun: number, reason: string | null): void {
    this.#ended += 1;
    if (this.#off) return;
    if (reason === null) this.#worked(batch, begun);
    else if (!batch.hasSettled) {
      this.#inARow.push(reason);
      this.#failuresSinceSuccess = [...this.#failuresSinceSuccess, this.#ended];
    }
    if (batch.isRecorded) return;
    batch.isRecorded = true;
    this.#window.push(reason);
    if (this.#window.length > WINDOW) this.#window.shift();
    this.#checkWindow();
  }

  /**
   * Resolves when the open work of a failed call may be sent; `begin` is already called for it.
   * @throws ColloquyError `provider` when the run must stop instead.
   */
  clearance(open: OpenWork): Promise<void> {
    const isUnproven = open.hasDeadLetters && !open.batch.hasSettled;
    if (this.#off || (this.#failuresSinceSuccess.length < SUSPICIOUS && !isUnproven)) {
      this.begin();
      return Promise.resolve();
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.add({ ...open, since: this.#ended, go: resolve, stop: reject });
    return promise;
  }

  /** The last batch was cut. */
  allSent(): void {
    this.#allSent = true;
    setImmediate(() => this.#lookForEnd());
  }

  /** Call it when the run is stopped or its budget is reached: releases all waiting work and ignores further outcomes. */
  abandon(): void {
    this.#off = true;
    this.#release([...this.#waiting]);
  }

  #worked(batch: BreakerBatch, begun: number): void {
    batch.hasSettled = true;
    this.#hasWorked = true;
    this.#inARow = [];
    this.#failuresSinceSuccess = this.#failuresSinceSuccess.filter((failed) => failed > begun);
    this.#release([...this.#waiting].filter(({ since }) => since <= begun));
  }

  #checkWindow(): void {
    const failed = this.#window.filter((reason) => reason !== null);
    const { alike, reason } = mostAlike(failed);
    const known = this.#window.length;
    if (alike >= MOST_ALIKE) throw stopped(`${alike} of the last ${known} batches failed alike`, reason);
    if (failed.length === WINDOW) throw stopped(`none of the last ${known} batches had a usable reply`, reason);
  }

  /** When no call is in flight, no outcome can release the waiting work: releases it here, or stops the run. */
  #lookForEnd(): void {
    if (this.#active > 0 || !this.#allSent || this.#waiting.size === 0) return;
    const waiting = [...this.#waiting];
    const unproven = waiting.filter(({ batch }) => !batch.hasSettled);
    const proven = waiting.filter(({ batch }) => batch.hasSettled);
    const chunks = unproven.reduce((sum, open) => sum + open.chunks, 0);
    const few = this.#hasWorked ? FEW_CHUNKS.ofAWorkingModel : FEW_CHUNKS.ofAnUnprovenModel;
    if (chunks <= few) return this.#release(waiting);
    if (this.#inARow.length < MOST_IN_A_ROW) return this.#release([...proven, ...unproven.slice(0, PROBES)]);
    const { reason } = mostAlike(this.#inARow);
    unproven[0]?.stop(stopped(`the last ${this.#inARow.length} calls had no usable reply`, reason));
  }

  #release(waiting: readonly WaitingWork[]): void {
    for (const one of waiting) {
      this.#waiting.delete(one);
      this.begin();
      one.go();
    }
  }
}

function stopped(why: string, reason: string): ColloquyError {
  return new ColloquyError(
    "provider",
    `Stopped, because ${why} (${reason.replace(/\.$/, "")}). Correct the cause. ${FINISHED_WORK_IS_KEPT}`,
  );
}
