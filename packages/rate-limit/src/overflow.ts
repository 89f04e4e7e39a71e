import type { LimitedResource } from "./limit-reading.ts";
import { leastCharge } from "./charge-fit.ts";
import { REORDERING_MS, type Send } from "./send-log.ts";

/** A reading that what came later is compared with. */
export interface Anchor {
  readonly send: Send;
  readonly remaining: number;
}

/** The limit whose bucket may have been full. */
interface Brim {
  readonly limit: number;
  /** Units a millisecond that flow in. */
  readonly ours: number;
}

/**
 * What found the bucket full between the anchor and the last of the sends after it: it flowed by, and nobody was
 * charged it. Null where that is not known, since the bucket may have been full again after a call that nothing has been
 * heard of yet. Readings alone tell, and not the price that is to be learnt: a wrong one would confirm itself.
 */
export function overflowBetween(
  anchor: Anchor,
  sends: readonly Send[],
  resource: LimitedResource,
  { limit, ours }: Brim,
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
      // Where it says more than the one before, it was admitted before that one.
      most: left === undefined ? before - leastCharge(send.cost) : mayOvertake ? Math.min(left, before) : left,
      isKnown: left !== undefined && (level.isKnown || !mayOvertake),
      at: send.at,
    };
  }
  return overflow;
}
