import { ColloquyError } from "../model/index.ts";
import type { ChunkRow } from "../model/index.ts";

/**
 * A part of a transcript, by canonical offsets (end exclusive) or by times in milliseconds from the start of the recording.
 * A bound that is absent is the start or the end of the transcript.
 */
export interface TranscriptRange {
  readonly startOffset?: number;
  readonly endOffset?: number;
  readonly startMs?: number;
  readonly endMs?: number;
}

/** @throws ColloquyError `invalid-input` for a bound below 0, an end before the start, or offsets together with times. */
export function checkRange({ startOffset, endOffset, startMs, endMs }: TranscriptRange): void {
  const byOffset = startOffset !== undefined || endOffset !== undefined;
  if (byOffset && (startMs !== undefined || endMs !== undefined))
    throw new ColloquyError(
      "invalid-input",
      "A range has offsets or times, not both: leave out startOffset and endOffset, or startMs and endMs.",
    );
  const [unit, start, end] = byOffset ? ["Offset", startOffset, endOffset] : ["Ms", startMs, endMs];
  const [from, to] = [start ?? 0, end ?? Number.POSITIVE_INFINITY];
  if (from >= 0 && to > from) return;
  throw new ColloquyError(
    "invalid-input",
    `Expected a range with 0 <= start${unit} < end${unit}, got start${unit} ${from} and end${unit} ${to}.`,
  );
}

/** Whether words are in a range, at least in part. Words without times are in no range of times. */
export function isInRange(
  words: Pick<ChunkRow, "startOffset" | "endOffset" | "startMs" | "endMs">,
  { startOffset = 0, endOffset = Number.POSITIVE_INFINITY, startMs, endMs }: TranscriptRange,
): boolean {
  if (startMs === undefined && endMs === undefined)
    return words.startOffset < endOffset && words.endOffset > startOffset;
  if (words.startMs === null) return false;
  return words.startMs < (endMs ?? Number.POSITIVE_INFINITY) && (words.endMs ?? words.startMs) >= (startMs ?? 0);
}
