import { reasonOf } from "../calls/index.ts";
import { CallError, type PendingChunk, type WorkItem } from "../ports/index.ts";

/** The chunks of one call. */
export interface BatchRequest<Item extends WorkItem = PendingChunk> {
  readonly chunks: readonly Item[];
  /** Number of failed calls for exactly these chunks. */
  readonly before: number;
}

/** The most calls for the same chunks: several together (then they are split), or one alone. One bad reply may be chance. */
const MOST_CALLS = { together: 2, alone: 3 } as const;

/** The chunks of a call that its reply did not settle. */
export interface Unsettled<Item extends WorkItem = PendingChunk> {
  /** The reply has no entry for them. */
  readonly missing: readonly Item[];
  /** The reply's entry for them cannot be used, with the reason. */
  readonly unusable: ReadonlyMap<Item, string>;
  /** The reply ended before it was complete. */
  readonly cutOff: boolean;
  /** Why the whole reply cannot be used; null if a part of it can. */
  readonly invalid: string | null;
}

/** The next requests and the dead letters of a call. */
export interface Split<Item extends WorkItem = PendingChunk> {
  readonly again: readonly BatchRequest<Item>[];
  /** Chunks that become dead letters, with the reason. */
  readonly deadLetters: ReadonlyMap<Item, string>;
}

export const CUT_OFF = "The reply was cut off before a result was complete.";
export const LEFT_OUT = "The reply has no result for this chunk, even when it is requested alone.";
export const NO_RESULTS = "The reply has no result for any part of the call.";

const NOTHING = { again: [], deadLetters: new Map() } as const;

/**
 * After a failed call: the same chunks once more if chance may be the cause (`invalid`), otherwise halves. A chunk that fails
 * alone becomes a dead letter.
 * @param wouldShrink Whether the same call would be smaller now, because its refusal showed the limit. Then a chunk that was
 *   too large alone may fit.
 */
export function splitAfterFailure<Item extends WorkItem>(
  request: BatchRequest<Item>,
  error: unknown,
  wouldShrink = false,
): Split<Item> {
  const { chunks, before } = request;
  const chance = CallError.isInstance(error) && error.kind === "invalid";
  if (chance && !isLast(request)) return { ...NOTHING, again: [{ chunks, before: before + 1 }] };
  const [only, ...others] = chunks;
  if (only === undefined) return NOTHING;
  if (others.length === 0 && wouldShrink) return { ...NOTHING, again: [request] };
  if (others.length === 0) return { ...NOTHING, deadLetters: new Map([[only, reasonOf(error)]]) };
  return { ...NOTHING, again: halves(chunks, before) };
}

/**
 * After a reply: halves of the chunks that a cut-off reply did not reach; one batch of the chunks without an entry; each chunk
 * with an unusable entry alone. A chunk without a result after that becomes a dead letter, so that later runs do not pay for
 * it again.
 */
export function splitAfterReply<Item extends WorkItem>(
  request: BatchRequest<Item>,
  unsettled: Unsettled<Item>,
): Split<Item> {
  const { missing, unusable, cutOff, invalid } = unsettled;
  if (invalid !== null) return splitAfterFailure(request, new CallError("invalid", invalid));
  const { chunks, before } = request;
  if (chunks.length > 1 || !isLast(request)) {
    const failed = chunks.length === 1 ? before + 1 : 1;
    const alone = [...unusable.keys()].map((chunk): BatchRequest<Item> => ({ chunks: [chunk], before: failed }));
    return { ...NOTHING, again: [...alone, ...requestMissing(request, missing, cutOff)] };
  }
  const deadLetters = new Map(unusable);
  for (const chunk of missing) deadLetters.set(chunk, cutOff ? CUT_OFF : LEFT_OUT);
  return { ...NOTHING, deadLetters };
}

function isLast({ chunks, before }: BatchRequest<WorkItem>): boolean {
  return before + 1 >= (chunks.length === 1 ? MOST_CALLS.alone : MOST_CALLS.together);
}

function requestMissing<Item extends WorkItem>(
  { chunks, before }: BatchRequest<Item>,
  missing: readonly Item[],
  cutOff: boolean,
): readonly BatchRequest<Item>[] {
  if (missing.length === 0) return [];
  if (chunks.length === 1) return [{ chunks: missing, before: before + 1 }];
  if (cutOff) return halves(missing, 0);
  // A single missing chunk of a larger batch was not sent alone yet.
  if (before === 0 || missing.length === 1) return [{ chunks: missing, before: missing.length > 1 ? 1 : 0 }];
  return halves(missing, before);
}

/** Two halves. A half of one chunk starts at 0 failed calls, because the chunk was not sent alone before. */
function halves<Item extends WorkItem>(chunks: readonly Item[], before: number): readonly BatchRequest<Item>[] {
  const middle = Math.ceil(chunks.length / 2);
  return [chunks.slice(0, middle), chunks.slice(middle)]
    .filter((half) => half.length > 0)
    .map((half) => ({ chunks: half, before: half.length > 1 ? before : 0 }));
}
