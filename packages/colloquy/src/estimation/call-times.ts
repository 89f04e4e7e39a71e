import type { Assumption } from "./assumption.ts";
import type { Random } from "./random.ts";
import type { CallSample } from "./estimate.ts";
import { meanOf } from "./sample-statistics.ts";
import { CALL_DEVIATION, SPEED_DEVIATION, USUAL, USUAL_WEIGHT } from "./usual.ts";

type CallTimes = Pick<Assumption, "msPerToken" | "firstTokenMs" | "callDeviation" | "machineMsPerChunk">;

/**
 * Draws call times from measured calls. The time until the first token is the same for all calls; the remaining time grows
 * with the reply. Embedding replies have no tokens: a larger call takes longer, at most in proportion to its chunks.
 *
 * @param chunks Chunks of a planned call.
 */
export function callTimes(samples: readonly CallSample[], chunks: number, random: Random): () => CallTimes {
  const tokens = meanOf(samples, "outputTokens");
  const ms = meanOf(samples, "durationMs");
  const firstTokenMs = tokens === 0 ? ms : Math.min(USUAL.firstTokenMs, ms / 4);
  const msPerToken = tokens === 0 ? 0 : Math.max(0, ms - firstTokenMs) / tokens;
  const growth = tokens === 0 ? Math.max(1, chunks / Math.max(1, meanOf(samples, "chunks"))) : 1;
  const logarithms = samples.map((sample) => {
    const expected = firstTokenMs + msPerToken * sample.outputTokens;
    return expected > 0 && sample.durationMs > 0 ? Math.log(sample.durationMs / expected) : 0;
  });
  const mean = logarithms.reduce((sum, each) => sum + each, 0) / Math.max(1, logarithms.length);
  const squares = logarithms.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const degrees = USUAL_WEIGHT + samples.length - 1;
  const callDeviation = Math.sqrt((USUAL_WEIGHT * CALL_DEVIATION ** 2 + squares) / degrees);
  return () => {
    const error = (callDeviation / Math.sqrt(samples.length)) * random.student(degrees);
    // Calls are drawn around the median, which is smaller than the mean.
    const speed = Math.exp(error + SPEED_DEVIATION * random.normal() - callDeviation ** 2 / 2);
    return {
      msPerToken: msPerToken * speed,
      firstTokenMs: firstTokenMs * speed * growth ** random.uniform(),
      callDeviation,
      machineMsPerChunk: random.logNormal(USUAL.machineMsPerChunk),
    };
  };
}
