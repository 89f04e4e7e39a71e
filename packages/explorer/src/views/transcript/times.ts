import type { ChunkOutline, Transcript } from "colloquy/api";

/** A place in the course of a transcript. */
export interface Stage {
  /** Milliseconds, or the share of the text in per cent if the transcript has no times. */
  readonly value: number;
  readonly chunk: number;
  readonly startOffset: number;
}

const MINUTE = 60_000;
const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300].map((minutes) => minutes * MINUTE);
/** The most stages: more would be a list to read, and not one to choose from. */
const MOST = 14;

/**
 * Places at about even times, or at about even shares of the text if there are no times. Each is the beginning of a chunk, with
 * the value there: where an even time is within a chunk is not known before its text is read.
 */
export function stagesOf({
  chunks,
  durationMs,
  characters,
}: Pick<Transcript, "chunks" | "durationMs" | "characters">): {
  readonly kind: "times" | "shares";
  readonly stages: readonly Stage[];
} {
  const timed = chunks.flatMap((chunk) => (chunk.startMs === null ? [] : placeOf(chunk, chunk.startMs)));
  if (durationMs !== null && durationMs > 0 && timed.length > 0) {
    const step = STEPS_MS.find((each) => durationMs / each <= MOST) ?? durationMs / MOST;
    return { kind: "times", stages: stagesAt(timed, step, durationMs) };
  }
  const shares = chunks.map((chunk) => placeOf(chunk, (100 * chunk.startOffset) / Math.max(1, characters)));
  return { kind: "shares", stages: stagesAt(shares, 10, 100) };
}

function placeOf({ ordinal, startOffset }: ChunkOutline, value: number): Stage {
  return { value, chunk: ordinal, startOffset };
}

/** For each step the last place at or before it; each place once. */
function stagesAt(places: readonly Stage[], step: number, end: number): readonly Stage[] {
  const stages = new Set<Stage>();
  for (let value = 0; value < end; value += step) {
    const place = places.findLast((each) => each.value <= value) ?? places[0];
    if (place !== undefined) stages.add(place);
  }
  return [...stages];
}
