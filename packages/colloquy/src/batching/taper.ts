import type { CallTokens, LimitedResource } from "../ports/index.ts";

/**
 * Makes batches smaller near the end of a run (guided self-scheduling, Polychronopoulos and Kuck 1987). Without a taper, the
 * last calls are as long as the first, and the run waits for them.
 *
 * Each call repeats its instructions and the schema of the reply: about 2,500 tokens, plus 5,000 for ten chunks. A taper
 * replaces a call by about 2.2 calls. For `width` calls this costs about 10 seconds of the limits, and the last call is a
 * quarter as long (6 seconds instead of 25; a straggler 30 instead of 120). See docs/decisions/tapered-batches.md.
 */
export interface Taper {
  /** The most chunks of a batch. */
  readonly batchSize: number;
  /** How many calls the limits keep in flight; 1: no taper. */
  readonly width: number;
}

/** In a batch of this size, instructions have already twice as many tokens as chunks. */
const SMALLEST_SHARE = 1 / 4;
/** The largest part of a run that is tapered. It adds at most about 5 % more tokens. */
const TAPERED_SHARE = 1 / 8;
/** Duration of a call with a full batch: 2,200 tokens at 90 a second. A constant, because batches must not depend on time. */
const LATENCY_MINUTES = 25 / 60;
/** Width for unknown limits: the concurrency that most clients use. */
const USUAL_WIDTH = 12;

/** Number of chunks at the start of a run that are never tapered, for any width. */
export function untaperedCount(total: number): number {
  return Math.ceil(total * (1 - TAPERED_SHARE));
}

/** The largest size of the next batch, when `remaining` of `total` chunks are not in a batch yet. */
export function taperedSize(remaining: number, total: number, { batchSize, width }: Taper): number {
  const calls = Math.min(width, (total * TAPERED_SHARE) / batchSize);
  if (calls <= 1) return batchSize;
  const smallest = Math.ceil(batchSize * SMALLEST_SHARE);
  return Math.min(batchSize, Math.max(smallest, Math.ceil(remaining / calls)));
}

/** Number of calls with these tokens that the limits admit during one call. */
export function taperWidth(perMinute: Readonly<Partial<Record<LimitedResource, number>>>, tokens: CallTokens): number {
  const charges: Readonly<Record<LimitedResource, number>> = {
    requests: 1,
    tokens: Math.max(tokens.inputTokens, tokens.maxOutputTokens),
    inputTokens: tokens.inputTokens,
    outputTokens: tokens.maxOutputTokens,
  };
  const calls = Object.entries(perMinute).flatMap(([resource, limit]) => {
    const charge = charges[resource as LimitedResource];
    return charge > 0 ? [limit / charge] : [];
  });
  if (calls.length === 0) return USUAL_WIDTH;
  return Math.max(1, Math.round(Math.min(...calls) * LATENCY_MINUTES));
}
