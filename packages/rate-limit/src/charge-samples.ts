import type { CallCost } from "./call-cost.ts";
import type { LimitedResource } from "./limit-reading.ts";
import { type Anchor, overflowBetween } from "./overflow.ts";
import type { ProviderLimit } from "./provider-limit.ts";
import type { Send, SendLog } from "./send-log.ts";

/** Two calls may take times to the server that differ by this. */
const JITTER_MS = 50;
/** A sample of which a larger share is uncertain teaches nothing. */
const MOST_UNCERTAIN = 0.1;
/** A first call that seems to cost so many times what was thought found a bucket that was not full. */
const MOST_SURPRISE = 2;
/** Of calls that take no more than this together, rounding and the least that a provider charges say more than its formula. */
const TOO_SMALL_TOKENS = 300;
/** A provider's own measure of a prompt may be so many times ours, as a rule. */
const MOST_FACTOR = 1.3;
const LONGEST_SPAN_MS = 60_000;
/** Readings that come closer together are passed over: many calls a second teach no more than a few. */
const LEAST_SPACING_MS = 50;

export interface ChargeSample {
  readonly costs: readonly CallCost[];
  /** What they were charged together. */
  readonly charged: number;
}

/** Finds out what calls were charged together, from the difference of two readings of one limit. */
export class ChargeSamples {
  readonly #resource: LimitedResource;
  #anchor: Anchor | null = null;
  #lastAt = -Infinity;

  constructor(resource: LimitedResource) {
    this.#resource = resource;
  }

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
      return charged > MOST_SURPRISE * price(send.cost) ? null : sampleOf([send.cost], charged);
    }
    const anchor = this.#anchor;
    if (anchor === null) {
      this.#anchor = { send, remaining };
      return null;
    }
    if (send.number <= anchor.send.number) return null;
    const passed = send.at - anchor.send.at;
    const beside = log.takenBeside(send, price);
    const isNext = send.number === anchor.send.number + 1 && beside === 0;
    // What is judged here must not depend on the price that is to be learnt: a wrong one would confirm itself.
    if (isNext && anchor.remaining + limit.ours * (passed - JITTER_MS) >= limit.limit) {
      this.#anchor = { send, remaining };
      return sampleOf([send.cost], limit.limit - remaining);
    }
    const mayHaveFilled = anchor.remaining + limit.refill * passed >= limit.limit;
    if (mayHaveFilled && remaining + mostOf(send.cost) >= limit.limit) {
      this.#anchor = { send, remaining };
      return null;
    }
    if (send.at - this.#lastAt < LEAST_SPACING_MS) return null;
    this.#lastAt = send.at;
    const sends = log.between(anchor.send.number, send.number);
    const overflow = overflowBetween(anchor, sends, this.#resource, limit);
    const costs = sends.map(({ cost }) => cost);
    const uncertain = beside + JITTER_MS * limit.refill;
    if (passed > LONGEST_SPAN_MS || (beside === 0 && isTelling(costs))) this.#anchor = { send, remaining };
    if (overflow === null) return null;
    const charged = anchor.remaining - remaining + limit.ours * passed - overflow;
    return uncertain > MOST_UNCERTAIN * charged ? null : sampleOf(costs, charged);
  }

  /** What was read before is of another limit. */
  forget(): void {
    this.#anchor = null;
  }
}

/** Null where the calls are too small to show a formula. */
function sampleOf(costs: readonly CallCost[], charged: number): ChargeSample | null {
  return isTelling(costs) ? { costs, charged } : null;
}

/** Whether calls are large enough, together, to show by what formula they are charged. */
export function isTelling(costs: readonly CallCost[]): boolean {
  return costs.reduce((sum, cost) => sum + cost.inputTokens + cost.maxOutputTokens, 0) > TOO_SMALL_TOKENS;
}

/** The most that a call is charged by any formula. */
function mostOf({ inputTokens, maxOutputTokens }: CallCost): number {
  return MOST_FACTOR * inputTokens + maxOutputTokens;
}
