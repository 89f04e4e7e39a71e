import type { CallCost, LimitedResource } from "../ports/index.ts";

/**
 * Towards the end of a run the batches become ever smaller (guided self-scheduling, Polychronopoulos and Kuck 1987):
 * otherwise the last calls are as long as the first, and everything waits for them.
 *
 * Each call repeats its instructions, about 1,500 tokens beside the 5,000 of ten passages, and a taper makes about
 * 1.2 calls more of each that it replaces. At `width` calls that is the charge of about 7 seconds of the limits, for
 * a last call that is a quarter as long (6 seconds instead of 25, and a straggler 30 instead of 120). See
 * docs/decisions/tapered-batches.md.
 */
export interface Taper {
  /** The most contents of a batch. */
  readonly batchSize: number;
  /** How many calls the limits keep in flight; 1: no taper. */
  readonly width: number;
}

/** Smaller ones would be instructions more than passages. */
const SMALLEST_SHARE = 1 / 4;
/** Of a run that is tapered at most, so that it costs at most about 4 % more tokens where the limits hardly bind. */
const TAPERED_SHARE = 1 / 8;
/** How long a call of a full batch takes: 2,200 tokens at 90 a second. It is not measured, for batches may not depend on it. */
const LATENCY_MINUTES = 25 / 60;
/** Where nothing is known of the limits: what most clients use. */
const USUAL_WIDTH = 12;

/** How many of the first contents of a run are cut before its taper may begin, whatever the width. */
export function untaperedCount(total: number): number {
  return Math.ceil(total * (1 - TAPERED_SHARE));
}

/** How many of what remains the next batch takes at most. */
export function taperedSize(remaining: number, total: number, { batchSize, width }: Taper): number {
  const calls = Math.min(width, (total * TAPERED_SHARE) / batchSize);
  if (calls <= 1) return batchSize;
  const smallest = Math.ceil(batchSize * SMALLEST_SHARE);
  return Math.min(batchSize, Math.max(smallest, Math.ceil(remaining / calls)));
}

/** The calls of a cost that limits admit while one of them lasts. */
export function taperWidth(perMinute: Readonly<Partial<Record<LimitedResource, number>>>, cost: CallCost): number {
  const charges: Readonly<Record<LimitedResource, number>> = {
    requests: 1,
    tokens: Math.max(cost.inputTokens, cost.maxOutputTokens),
    inputTokens: cost.inputTokens,
    outputTokens: cost.maxOutputTokens,
  };
  const calls = Object.entries(perMinute).flatMap(([resource, limit]) => {
    const charge = charges[resource as LimitedResource];
    return charge > 0 ? [limit / charge] : [];
  });
  if (calls.length === 0) return USUAL_WIDTH;
  return Math.max(1, Math.round(Math.min(...calls) * LATENCY_MINUTES));
}
