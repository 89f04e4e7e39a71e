import type { Random } from "./random.ts";
import type { LaneMeasurement } from "./estimate.ts";
import { meanOf, ratioOf } from "./sample-statistics.ts";

/**
 * Draws the part of the tokens in that comes from the provider's cache. The first call of a run finds nothing there, so a
 * trial of few calls has a smaller part than what is to come: how many of the others found something decides, as for
 * chances of which nothing was known (Jeffreys' prior).
 *
 * @param usualShare of a call that finds something, where none did.
 */
export function cachedShare(
  { samples, runs }: Pick<LaneMeasurement, "samples" | "runs">,
  usualShare: number,
  random: Random,
): () => number {
  if (meanOf(samples, "outputTokens") === 0) return () => 0;
  const served = samples.filter(({ cachedInputTokens }) => cachedInputTokens > 0);
  const later = Math.max(0, samples.length - runs);
  const mean = Math.min(1, (served.length + 0.5) / (later + 1));
  const deviation = Math.sqrt((mean * (1 - mean)) / (later + 2));
  const share = served.length === 0 ? usualShare : ratioOf(served, "cachedInputTokens", "inputTokens");
  return () => share * Math.min(1, Math.max(0, mean + deviation * random.normal()));
}
