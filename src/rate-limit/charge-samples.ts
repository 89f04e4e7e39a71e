import type { CallCost } from "../ports/index.ts";
import type { ProviderLimit } from "./provider-limit.ts";
import type { Send, SendLog } from "./send-log.ts";

/** Two calls may take times to the server that differ by this. */
const JITTER_MS = 50;
/** A sample of which a larger share is uncertain teaches nothing. */
const MOST_UNCERTAIN = 0.1;
/** A first call that seems to cost so many times what was thought found a bucket that was not full. */
const MOST_SURPRISE = 2;
const LONGEST_SPAN_MS = 60_000;
/** Readings that come closer together are passed over: many calls a second teach no more than a few. */
const LEAST_SPACING_MS = 50;

interface Anchor {
  readonly send: Send;
  readonly remaining: number;
}

export interface ChargeSample {
  readonly costs: readonly CallCost[];
  /** What they were charged together. */
  readonly charged: number;
}

/** Finds out what calls were charged together, from the difference of two readings of one limit. */
export class ChargeSamples {
  #anchor: Anchor | null = null;
  #lastAt = -Infinity;

  /** Takes in a reading; gives what it shows together with an earlier one, where that is certain enough. */
  observe(
    send: Send,
    remaining: number,
    limit: ProviderLimit,
    log: SendLog,
    price: (cost: CallCost) => number,
  ): ChargeSample | null {
    // The first call of all is alone, and the bucket full as a rule; where it is not, no formula will fit.
    if (send.number === 0 && this.#anchor === null) {
      this.#anchor = { send, remaining };
      const charged = limit.limit - remaining;
      return charged > MOST_SURPRISE * price(send.cost) ? null : { costs: [send.cost], charged };
    }
    const wasFull = remaining + price(send.cost) >= limit.limit;
    const anchor = this.#anchor;
    if (anchor === null || wasFull) {
      this.#anchor = { send, remaining };
      return null;
    }
    if (send.number <= anchor.send.number || send.at - this.#lastAt < LEAST_SPACING_MS) return null;
    this.#lastAt = send.at;
    const beside = log.takenBeside(send, price);
    const charged = anchor.remaining - remaining + limit.ours * (send.at - anchor.send.at);
    const uncertain = beside + JITTER_MS * limit.refill;
    if (beside === 0 || send.at - anchor.send.at > LONGEST_SPAN_MS) this.#anchor = { send, remaining };
    if (uncertain > MOST_UNCERTAIN * charged) return null;
    return { costs: log.between(anchor.send.number, send.number), charged };
  }

  /** What was read before is of another limit. */
  forget(): void {
    this.#anchor = null;
  }
}
