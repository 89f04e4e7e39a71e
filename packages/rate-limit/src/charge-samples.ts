import type { CallTokens } from "./call-tokens.ts";
import { leastCharge } from "./charge-fit.ts";
import type { LimitedResource } from "./limit-reading.ts";
import type { ProviderLimit } from "./provider-limit.ts";
import { REORDERING_MS, type Send, type SendLog } from "./send-log.ts";

/** The time to the server differs by this much between two calls. */
const JITTER_MS = 50;
/** A sample of which a larger share is uncertain is dropped. */
const MOST_UNCERTAIN = 0.1;
/** If the first call seems to be charged more than this many times its expected charge, its bucket was not full. */
const MOST_SURPRISE = 2;
/** The charge of calls that are smaller than this together is dominated by rounding and by minimum charges. */
const TOO_SMALL_TOKENS = 300;
/** The largest factor between a provider's count of a prompt and ours, in general. */
const MOST_FACTOR = 1.3;
const LONGEST_SPAN_MS = 60_000;
/** Readings that arrive within this time of the last one are skipped: many calls a second teach no more than a few. */
const LEAST_SPACING_MS = 50;

/** Calls, and what they were charged together. */
export interface ChargeSample {
  readonly calls: readonly CallTokens[];
  readonly charged: number;
}

/** A reading that later ones are compared with. */
interface Anchor {
  readonly send: Send;
  readonly remaining: number;
}

/** Measures what calls were charged together, from the difference of two readings of one limit. */
export class ChargeSamples {
  readonly #resource: LimitedResource;
  #anchor: Anchor | null = null;
  #lastAt = -Infinity;

  constructor(resource: LimitedResource) {
    this.#resource = resource;
  }

  /** Takes in a reading. Gives what it shows together with an earlier one, if that is certain enough. */
  observe(
    send: Send,
    remaining: number,
    limit: ProviderLimit,
    log: SendLog,
    chargeOf: (tokens: CallTokens) => number,
  ): ChargeSample | null {
    // The first call is alone, and its bucket is usually full; if it is not, no formula fits.
    if (send.number === 0 && this.#anchor === null) {
      this.#anchor = { send, remaining };
      const charged = limit.limit - remaining;
      return charged > MOST_SURPRISE * chargeOf(send.tokens) ? null : sampleOf([send.tokens], charged);
    }
    const anchor = this.#anchor;
    if (anchor === null) {
      this.#anchor = { send, remaining };
      return null;
    }
    if (send.number <= anchor.send.number) return null;
    const passed = send.at - anchor.send.at;
    const beside = log.takenBeside(send, chargeOf);
    const isNext = send.number === anchor.send.number + 1 && beside === 0;
    // These tests do not use the charge that is to be learnt: a wrong charge would confirm itself.
    if (isNext && anchor.remaining + limit.ours * (passed - JITTER_MS) >= limit.limit) {
      this.#anchor = { send, remaining };
      return sampleOf([send.tokens], limit.limit - remaining);
    }
    const mayHaveFilled = anchor.remaining + limit.refill * passed >= limit.limit;
    if (mayHaveFilled && remaining + mostOf(send.tokens) >= limit.limit) {
      this.#anchor = { send, remaining };
      return null;
    }
    if (send.at - this.#lastAt < LEAST_SPACING_MS) return null;
    this.#lastAt = send.at;
    const sends = log.between(anchor.send.number, send.number);
    const overflow = overflowBetween(anchor, sends, this.#resource, limit);
    const calls = sends.map(({ tokens }) => tokens);
    const uncertain = beside + JITTER_MS * limit.refill;
    if (passed > LONGEST_SPAN_MS || (beside === 0 && isLargeEnough(calls))) this.#anchor = { send, remaining };
    if (overflow === null) return null;
    const charged = anchor.remaining - remaining + limit.ours * passed - overflow;
    return uncertain > MOST_UNCERTAIN * charged ? null : sampleOf(calls, charged);
  }

  /** Drops the earlier reading: it is of another limit. */
  forget(): void {
    this.#anchor = null;
  }
}

/**
 * The refill that was lost because the bucket was full, between the anchor and the last of the sends after it. Null if it is
 * unknown: the bucket may have been full after a call without a reading yet. Only readings are used, and not the charge that
 * is to be learnt. Without it, no run is longer, but one of 168 calls is refused if prompts are counted differently (`test/limits.test.ts`).
 */
export function overflowBetween(
  anchor: Anchor,
  sends: readonly Send[],
  resource: LimitedResource,
  { limit, ours }: Pick<ProviderLimit, "limit" | "ours">,
): number | null {
  let overflow = 0;
  let level = { most: anchor.remaining, isKnown: true, at: anchor.send.at };
  for (const send of sends) {
    const filled = level.most + ours * (send.at - level.at);
    if (filled > limit && !level.isKnown) return null;
    overflow += Math.max(0, filled - limit);
    const before = Math.min(limit, filled);
    const left = send.remaining[resource];
    const mayOvertake = send.at - level.at <= REORDERING_MS;
    level = {
      // If it reports more than the send before, it was admitted before that one.
      most: left === undefined ? before - leastCharge(send.tokens) : mayOvertake ? Math.min(left, before) : left,
      isKnown: left !== undefined && (level.isKnown || !mayOvertake),
      at: send.at,
    };
  }
  return overflow;
}

/** Null if the calls are too small to show a formula. */
function sampleOf(calls: readonly CallTokens[], charged: number): ChargeSample | null {
  return isLargeEnough(calls) ? { calls, charged } : null;
}

/** Whether calls are large enough, together, to show by which formula they are charged. */
export function isLargeEnough(calls: readonly CallTokens[]): boolean {
  return calls.reduce((sum, tokens) => sum + tokens.inputTokens + tokens.maxOutputTokens, 0) > TOO_SMALL_TOKENS;
}

/** The most that a call is charged by any formula. */
function mostOf({ inputTokens, maxOutputTokens }: CallTokens): number {
  return MOST_FACTOR * inputTokens + maxOutputTokens;
}
