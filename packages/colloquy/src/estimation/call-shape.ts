import type { CallSample } from "./estimate.ts";
import { meanOf } from "./sample-statistics.ts";
import { usualRoom } from "./usual.ts";

/** Expected tokens of a call before it is sent, by its number of chunks. */
export interface CallShape {
  inputTokens(chunks: number): number;
  /** The most tokens of the reply; 0 for embeddings, whose replies have no tokens. */
  room(chunks: number): number;
  /** Length of the pending chunks divided by that of the measured chunks; 1 without measured chunks. */
  readonly lengthRatio: number;
}

/** The mean planned call. */
export interface UsualCall {
  /** Tokens of the prompt without chunks, and tokens of each chunk. */
  readonly frameTokens: number;
  readonly chunkTokens: number;
  readonly chunks: number;
  /** The most tokens of the reply. */
  readonly room: number;
}

/** A ratio outside these bounds has another cause than the length of chunks. */
const RATIOS = { least: 0.25, most: 4 } as const;

/** Extends the mean planned call to calls of any size: a fixed part, and a part for each chunk. */
export function callShape(usual: UsualCall, samples: readonly CallSample[]): CallShape {
  const { frameTokens, chunkTokens, chunks, room } = usual;
  const roomFactor = measuredRoom(samples) ?? room / usualRoom(chunks);
  const measured = (meanOf(samples, "expectedInputTokens") - frameTokens) / Math.max(1, meanOf(samples, "chunks"));
  const isKnown = chunkTokens > 0 && measured > 0;
  return {
    inputTokens: (size) => frameTokens + size * chunkTokens,
    room: (size) => roomFactor * usualRoom(size),
    lengthRatio: isKnown ? Math.min(RATIOS.most, Math.max(RATIOS.least, chunkTokens / measured)) : 1,
  };
}

/** Median measured room divided by the usual room. Models that reason before they reply are given more room. */
function measuredRoom(samples: readonly CallSample[]): number | null {
  const factors = samples.map(({ maxOutputTokens, chunks }) => maxOutputTokens / usualRoom(chunks));
  return factors.toSorted((one, other) => one - other)[Math.floor(factors.length / 2)] ?? null;
}
