import { CallError, type PendingContent } from "../ports/index.ts";

/** Contents that are asked for in one call. */
export interface Asking {
  readonly contents: readonly PendingContent[];
  /** They have been asked for alike before, so that there is no point in doing it once more. */
  readonly repeated: boolean;
}

/** What a reply left open of the contents that were asked for. Whatever it does not name is settled. */
export interface Leftover {
  /** The reply says nothing about them. */
  readonly missing: readonly PendingContent[];
  /** What the reply says about them is of no use, and why. */
  readonly unusable: ReadonlyMap<PendingContent, string>;
  /** The reply ended before it was complete. */
  readonly cutOff: boolean;
  /** Why nothing of the reply is of use; null where something is. */
  readonly invalid: string | null;
}

/** What becomes of the contents of a call that are not settled. */
export interface Sequel {
  readonly again: readonly Asking[];
  /** They go to the dead letters, with the reason. */
  readonly bury: ReadonlyMap<PendingContent, string>;
}

export const CUT_OFF = "The reply was cut off before the passage was complete.";
export const LEFT_OUT = "The model gave no answer for this passage, even when it was asked for alone.";
export const NOTHING_ANSWERED = "The reply answered none of its passages.";

const NOTHING: Sequel = { again: [], bury: new Map() };

/**
 * What is asked for again after a call failed for good: the same once more where chance may have been at fault (`invalid`),
 * else its halves; what fails alone is buried.
 */
export function afterFailure({ contents, repeated }: Asking, error: unknown): Sequel {
  const chance = CallError.isInstance(error) && error.kind === "invalid";
  if (chance && !repeated) return { ...NOTHING, again: [{ contents, repeated: true }] };
  const [only, ...others] = contents;
  if (only === undefined) return NOTHING;
  if (others.length === 0) return { ...NOTHING, bury: new Map([[only, reasonOf(error)]]) };
  return { ...NOTHING, again: halves(contents, repeated) };
}

/**
 * What is asked for again after a reply: halves of what it was cut off from; in one batch what it left out; alone
 * what it says nonsense about. What has no answer even so, and would be paid for in vain by every later run, is buried.
 */
export function afterReply(asking: Asking, { missing, unusable, cutOff, invalid }: Leftover): Sequel {
  if (invalid !== null) return afterFailure(asking, new CallError("invalid", invalid));
  const { contents, repeated } = asking;
  const last = contents.length === 1 && repeated;
  const alone = [...unusable.keys()].map((content): Asking => ({ contents: [content], repeated: true }));
  if (!last) return { ...NOTHING, again: [...alone, ...askMissing(missing, cutOff, contents.length, repeated)] };
  const bury = new Map(unusable);
  for (const content of missing) bury.set(content, cutOff ? CUT_OFF : LEFT_OUT);
  return { ...NOTHING, bury };
}

function askMissing(
  missing: readonly PendingContent[],
  cutOff: boolean,
  asked: number,
  repeated: boolean,
): readonly Asking[] {
  if (missing.length === 0) return [];
  if (asked === 1) return [{ contents: missing, repeated: true }];
  if (cutOff) return halves(missing, false);
  // One that was left out of many has not been asked for alone yet.
  if (!repeated || missing.length === 1) return [{ contents: missing, repeated: missing.length > 1 }];
  return halves(missing, repeated);
}

/** What is alone now has not been asked for alone before. */
function halves(contents: readonly PendingContent[], repeated: boolean): readonly Asking[] {
  const middle = Math.ceil(contents.length / 2);
  return [contents.slice(0, middle), contents.slice(middle)]
    .filter((half) => half.length > 0)
    .map((half) => ({ contents: half, repeated: repeated && half.length > 1 }));
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
