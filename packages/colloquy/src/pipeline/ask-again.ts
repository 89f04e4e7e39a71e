import { CallError, type PendingContent } from "../ports/index.ts";

/** Contents that are asked for in one call. */
export interface Asking {
  readonly contents: readonly PendingContent[];
  /** How often they have been asked for alike before, in vain. */
  readonly before: number;
}

/** One bad reply may be chance. Several contents are soon better asked for in halves; one alone has nothing but its turns. */
const TURNS = { together: 2, alone: 3 } as const;

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
 * @param wouldShrink whether the same call would ask for less by now, since its refusal told how much there is: then what
 *   was too large alone may fit.
 */
export function afterFailure(asking: Asking, error: unknown, wouldShrink = false): Sequel {
  const { contents, before } = asking;
  const chance = CallError.isInstance(error) && error.kind === "invalid";
  if (chance && !isLast(asking)) return { ...NOTHING, again: [{ contents, before: before + 1 }] };
  const [only, ...others] = contents;
  if (only === undefined) return NOTHING;
  if (others.length === 0 && wouldShrink) return { ...NOTHING, again: [asking] };
  if (others.length === 0) return { ...NOTHING, bury: new Map([[only, reasonOf(error)]]) };
  return { ...NOTHING, again: halves(contents, before) };
}

/**
 * What is asked for again after a reply: halves of what it was cut off from; in one batch what it left out; alone
 * what it says nonsense about. What has no answer even so, and would be paid for in vain by every later run, is buried.
 */
export function afterReply(asking: Asking, leftover: Leftover): Sequel {
  const { missing, unusable, cutOff, invalid } = leftover;
  if (invalid !== null) return afterFailure(asking, new CallError("invalid", invalid));
  const { contents, before } = asking;
  if (contents.length > 1 || !isLast(asking)) {
    const turns = contents.length === 1 ? before + 1 : 1;
    const alone = [...unusable.keys()].map((content): Asking => ({ contents: [content], before: turns }));
    return { ...NOTHING, again: [...alone, ...askMissing(asking, missing, cutOff)] };
  }
  const bury = new Map(unusable);
  for (const content of missing) bury.set(content, cutOff ? CUT_OFF : LEFT_OUT);
  return { ...NOTHING, bury };
}

function isLast({ contents, before }: Asking): boolean {
  return before + 1 >= (contents.length === 1 ? TURNS.alone : TURNS.together);
}

function askMissing(
  { contents, before }: Asking,
  missing: readonly PendingContent[],
  cutOff: boolean,
): readonly Asking[] {
  if (missing.length === 0) return [];
  if (contents.length === 1) return [{ contents: missing, before: before + 1 }];
  if (cutOff) return halves(missing, 0);
  // One that was left out of many has not been asked for alone yet.
  if (before === 0 || missing.length === 1) return [{ contents: missing, before: missing.length > 1 ? 1 : 0 }];
  return halves(missing, before);
}

/** What is alone now has not been asked for alone before. */
function halves(contents: readonly PendingContent[], before: number): readonly Asking[] {
  const middle = Math.ceil(contents.length / 2);
  return [contents.slice(0, middle), contents.slice(middle)]
    .filter((half) => half.length > 0)
    .map((half) => ({ contents: half, before: half.length > 1 ? before : 0 }));
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
