import { ColloquyError } from "../model/index.ts";
import { mostAlike } from "./failure-likeness.ts";

/** The sliding window: the last so many batches. */
export const WINDOW = 20;
/** So many like failures in the window stop the run. At 16, a model that fails in 30 % of its batches runs for millions of them. */
const MOST_ALIKE = 16;
/** After so many failed calls, open work waits for the success of a call that was sent later. */
const SUSPICIOUS = 3;
/** With nothing in flight, so many failed calls in a row stop the run. */
export const MOST_IN_A_ROW = 8;
/** Until then, so many of the waiting calls are sent at once, to see whether one succeeds. */
const PROBES = 3;
/** So few chunks may be the cause themselves: they go to the dead letters. */
export const FEW_PASSAGES = { ofAnUntriedModel: 3, ofAModelThatWorked: 10 } as const;

/** A batch as it was cut, with all of its calls. */
export interface BreakerBatch {
  /** Its outcome is in the window. */
  judged: boolean;
  /** One of its calls settled something: further failures are caused by single chunks. */
  gave: boolean;
}

/** What a failed call left open. */
export interface OpenWork {
  readonly batch: BreakerBatch;
  readonly chunks: number;
  /** Some of it goes to the dead letters. */
  readonly buries: boolean;
}

interface Waiting extends OpenWork {
  /** How many calls had ended when it failed. */
  readonly since: number;
  readonly go: () => void;
  readonly stop: (error: ColloquyError) => void;
}

/**
 * Stops a stage whose model gives no useful replies any more, by the same rules from the first batch to the last.
 * - Window: of the last 20 batches 16 failed alike, or all failed.
 * - End: nothing is in flight, more than a few chunks wait, and the last 8 calls failed.
 *
 * Nothing is paid for again until the model is known to work: after three failed calls, open work waits for the success
 * of a call that was sent after the failure. So a model that stops working costs at most 20 failed batches, five calls
 * for what the first of them left open, and what was in flight.
 *
 * Failures of a batch that settled something before are not counted: single chunks cause them.
 */
export class CircuitBreaker {
  readonly #window: (string | null)[] = [];
  readonly #waiting = new Set<Waiting>();
  /** Reasons of the calls that failed since the last success. */
  #inARow: string[] = [];
  /** Failures without a later success: for each, how many calls had ended then. */
  #unanswered: readonly number[] = [];
  #ended = 0;
  #active = 0;
  #hasWorked = false;
  #allSent = false;
  #off: boolean;

  /** @param on false: it never stops anything. */
  constructor(on = true) {
    this.#off = !on;
  }

  /** A call is about to be sent, or waiting work goes on. @returns how many calls have ended: for `record`. */
  begin(): number {
    this.#active += 1;
    return this.#ended;
  }

  /** Ends what was begun. What it leaves open must wait for `clearance` in the same turn of the event loop. */
  end(): void {
    this.#active -= 1;
    setImmediate(() => this.#lookForEnd());
  }

  /**
   * Records the outcome of a call: why it failed, or null.
   * @param begun the result of its `begin`.
   * @throws ColloquyError `provider` when the window shows that the model does not work.
   */
  record(batch: BreakerBatch, begun: number, reason: string | null): void {
    this.#ended += 1;
    if (this.#off) return;
    if (reason === null) this.#worked(batch, begun);
    else if (!batch.gave) {
      this.#inARow.push(reason);
      this.#unanswered = [...this.#unanswered, this.#ended];
    }
    if (batch.judged) return;
    batch.judged = true;
    this.#window.push(reason);
    if (this.#window.length > WINDOW) this.#window.shift();
    this.#judgeWindow();
  }

  /**
   * Resolves when the open work of a failed call may go on; `begin` was called for it then.
   * @throws ColloquyError `provider` when the run is to stop instead.
   */
  clearance(open: OpenWork): Promise<void> {
    const buriesUntried = open.buries && !open.batch.gave;
    if (this.#off || (this.#unanswered.length < SUSPICIOUS && !buriesUntried)) {
      this.begin();
      return Promise.resolve();
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.add({ ...open, since: this.#ended, go: resolve, stop: reject });
    return promise;
  }

  /** The last batch was cut: there are no others. */
  allSent(): void {
    this.#allSent = true;
    setImmediate(() => this.#lookForEnd());
  }

  /** The run is stopped, or its budget reached: nothing waits any more, and further outcomes are not counted. */
  abandon(): void {
    this.#off = true;
    this.#release([...this.#waiting]);
  }

  #worked(batch: BreakerBatch, begun: number): void {
    batch.gave = true;
    this.#hasWorked = true;
    this.#inARow = [];
    this.#unanswered = this.#unanswered.filter((failed) => failed > begun);
    this.#release([...this.#waiting].filter(({ since }) => since <= begun));
  }

  #judgeWindow(): void {
    const failed = this.#window.filter((reason) => reason !== null);
    const { alike, reason } = mostAlike(failed);
    const known = this.#window.length;
    if (alike >= MOST_ALIKE) throw stopped(`${alike} of the last ${known} batches failed alike`, reason);
    if (failed.length === WINDOW) throw stopped(`none of the last ${known} batches gave anything`, reason);
  }

  /** With nothing in flight, no outcome can release the waiting work. */
  #lookForEnd(): void {
    if (this.#active > 0 || !this.#allSent || this.#waiting.size === 0) return;
    const waiting = [...this.#waiting];
    const untried = waiting.filter(({ batch }) => !batch.gave);
    const tried = waiting.filter(({ batch }) => batch.gave);
    const chunks = untried.reduce((sum, open) => sum + open.chunks, 0);
    const few = this.#hasWorked ? FEW_PASSAGES.ofAModelThatWorked : FEW_PASSAGES.ofAnUntriedModel;
    if (chunks <= few) return this.#release(waiting);
    if (this.#inARow.length < MOST_IN_A_ROW) return this.#release([...tried, ...untried.slice(0, PROBES)]);
    const { reason } = mostAlike(this.#inARow);
    untried[0]?.stop(stopped(`the last ${this.#inARow.length} calls gave nothing`, reason));
  }

  #release(waiting: readonly Waiting[]): void {
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
    `Stopped, because ${why} (${reason.replace(/\.$/, "")}). Nothing is lost: fix the cause and run the same command again.`,
  );
}
