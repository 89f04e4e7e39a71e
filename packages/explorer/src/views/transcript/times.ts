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

/** Places at even times, or at even shares of the text if there are no times. */
export function stagesOf({
  chunks,
  durationMs,
  characters,
}: Pick<Transcript, "chunks" | "durationMs" | "characters">): {
  readonly kind: "times" | "shares";
  readonly stages: readonly Stage[];
} {
  if (durationMs !== null && durationMs > 0 && chunks.some(({ startMs }) => startMs !== null)) {
    const step = STEPS_MS.find((each) => durationMs / each <= MOST) ?? durationMs / MOST;
    return { kind: "times", stages: stagesAt(chunks, step, durationMs, ({ startMs }) => startMs ?? 0) };
  }
  const share = ({ startOffset }: ChunkOutline): number => (100 * startOffset) / Math.max(1, characters);
  return { kind: "shares", stages: stagesAt(chunks, 10, 100, share) };
}

/** For each step the last chunk that begins at or before it; each chunk once. */
function stagesAt(
  chunks: readonly ChunkOutline[],
  step: number,
  end: number,
  valueOf: (chunk: ChunkOutline) => number,
): readonly Stage[] {
  const stages: Stage[] = [];
  for (let value = 0; value < end; value += step) {
    const chunk = Math.max(
      0,
      chunks.findLastIndex((each) => valueOf(each) <= value),
    );
    const startOffset = chunks[chunk]?.startOffset ?? 0;
    if (stages.at(-1)?.chunk !== chunk) stages.push({ value, chunk, startOffset });
  }
  return stages;
}
