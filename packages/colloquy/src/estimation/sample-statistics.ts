import type { CallSample } from "./estimate.ts";
import { USUAL_WEIGHT } from "./usual.ts";

/** A reply that fills this share of its room was cut off. */
const FULL = 0.985;

export function isFull({ outputTokens, maxOutputTokens }: CallSample): boolean {
  return maxOutputTokens > 0 && outputTokens >= FULL * maxOutputTokens;
}

export function meanOf(samples: readonly CallSample[], key: keyof CallSample): number {
  return samples.reduce((sum, sample) => sum + sample[key], 0) / Math.max(1, samples.length);
}

/** The ratio of the sums: large calls have more weight. */
export function ratioOf(samples: readonly CallSample[], over: keyof CallSample, under: keyof CallSample): number {
  const below = meanOf(samples, under);
  return below === 0 ? 0 : meanOf(samples, over) / below;
}

/**
 * Standard deviation of the reply tokens per chunk, as a share of the mean. The variance of a call's sum grows with its
 * chunks. The usual value counts as `USUAL_WEIGHT` more observations.
 */
export function deviationWithin(samples: readonly CallSample[], usual: number): number {
  const whole = samples.filter((sample) => !isFull(sample));
  const chunks = whole.reduce((sum, { chunks }) => sum + chunks, 0);
  const mean = whole.reduce((sum, { outputTokens }) => sum + outputTokens, 0) / Math.max(1, chunks);
  if (mean === 0) return usual;
  const squares = whole.reduce(
    (sum, { chunks, outputTokens }) => sum + (outputTokens / mean - chunks) ** 2 / chunks,
    0,
  );
  return Math.sqrt((squares + USUAL_WEIGHT * usual ** 2) / (Math.max(0, whole.length - 1) + USUAL_WEIGHT));
}
