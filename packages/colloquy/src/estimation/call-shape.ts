import type { CallSample } from "./estimate.ts";
import { meanOf } from "./sample-statistics.ts";
import { usualRoom } from "./usual.ts";

/** What a call of so many chunks is expected to take, before anything is known of its reply. */
export interface CallShape {
  inputTokens(chunks: number): number;
  /** 0 where a reply has no tokens, as of embeddings. */
  room(chunks: number): number;
  /** How long the chunks are that are to be asked about, of those that were measured; 1 where none were. */
  readonly lengthRatio: number;
}

/** A planned call, in the mean. */
export interface UsualCall {
  /** Tokens of its prompt beside its chunks, and of each of these. */
  readonly frameTokens: number;
  readonly chunkTokens: number;
  readonly chunks: number;
  /** Tokens that its reply may have. */
  readonly room: number;
}

/** Ratios beyond these are those of something else than lengths. */
const RATIOS = { least: 0.25, most: 4 } as const;

/** Of calls of any size: what is the same of each of them, and what comes with each chunk. */
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

/** Measured room as a share of what is usual: a model that turns out to reason before it answers is given more. */
function measuredRoom(samples: readonly CallSample[]): number | null {
  const factors = samples.map(({ maxOutputTokens, chunks }) => maxOutputTokens / usualRoom(chunks));
  return factors.toSorted((one, other) => one - other)[Math.floor(factors.length / 2)] ?? null;
}
