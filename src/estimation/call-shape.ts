import type { CallCost } from "../ports/index.ts";
import type { CallSample } from "./estimate.ts";
import { meanOf } from "./sample-statistics.ts";
import { PASSAGE_TOKENS, usualRoom } from "./usual.ts";

/** What a call of so many passages is expected to take, before anything is known of its reply. */
export interface CallShape {
  inputTokens(passages: number): number;
  /** 0 where a reply has no tokens, as of embeddings. */
  room(passages: number): number;
  /** How long the passages are that are to be asked about, of those that were measured; 1 where none were. */
  readonly lengthRatio: number;
}

/**
 * Of calls of any size: what is the same of each of them, and what comes with each passage. Measured calls of several
 * sizes tell the two apart; else passages are taken to be as long as is usual.
 * @param usual of a planned call, in the mean, which is of so many passages.
 */
export function callShape(usual: CallCost, passages: number, samples: readonly CallSample[]): CallShape {
  const roomFactor = measuredRoom(samples) ?? usual.maxOutputTokens / usualRoom(passages);
  const [tokens, count] =
    samples.length === 0
      ? [usual.inputTokens, passages]
      : [meanOf(samples, "expectedInputTokens"), meanOf(samples, "chunks")];
  const mean = tokens / Math.max(1, count);
  const measured = Math.min(0.95 * mean, Math.max(0.2 * mean, slopeOf(samples) ?? PASSAGE_TOKENS));
  const frame = tokens - count * measured;
  const perPassage = Math.max(0.5 * measured, (usual.inputTokens - frame) / passages);
  return {
    inputTokens: (size) => frame + size * perPassage,
    room: (size) => roomFactor * usualRoom(size),
    lengthRatio: Math.min(1.5, perPassage / measured),
  };
}

/** Room of what is usual: a model that turned out to think before it answers was given more, which nobody knows beforehand. */
function measuredRoom(samples: readonly CallSample[]): number | null {
  const factors = samples.map(({ maxOutputTokens, chunks }) => maxOutputTokens / usualRoom(chunks));
  return factors.toSorted((one, other) => one - other)[Math.floor(factors.length / 2)] ?? null;
}

/** Tokens that a passage more adds to a call; null where the calls are all of one size. */
function slopeOf(samples: readonly CallSample[]): number | null {
  const [chunks, tokens] = [meanOf(samples, "chunks"), meanOf(samples, "expectedInputTokens")];
  let [squares, products] = [0, 0];
  for (const sample of samples) {
    squares += (sample.chunks - chunks) ** 2;
    products += (sample.chunks - chunks) * (sample.expectedInputTokens - tokens);
  }
  // Below that, calls of nearly one size: their differences are those of passages.
  const isTelling = squares / Math.max(1, samples.length) > (chunks / 4) ** 2;
  return isTelling ? products / squares : null;
}
