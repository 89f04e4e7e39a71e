/** Usual values of calls that were not measured. Nine tenths of the calls lie between `least` and `most`. */
export const USUAL = {
  /** Reply tokens per chunk: about 220; a third for a talk with few facts, three times as many for a verbose model. */
  outputTokens: { least: 62, most: 780 },
  /** Tokens that a provider counts per token that we estimate from characters. Scripts other than Latin have more. */
  inputFactor: { least: 0.72, most: 1.22 },
  /** Extra calls per planned call: cut-off replies, invalid JSON, failed calls. */
  callOverhead: { mean: 0.03, deviation: 0.026 },
  /** Retries per call: refused requests, lost connections. */
  attemptOverhead: { mean: 0.016, deviation: 0.02 },
  /** Milliseconds per token of a reply, and until the first token. */
  msPerToken: { least: 5, most: 30 },
  firstTokenMs: 1_000,
  /** Milliseconds per chunk on this machine: to read, check and commit a reply. */
  machineMsPerChunk: { least: 0.2, most: 4 },
  /** Share of providers without a prompt cache. Other providers may cache any part of the instructions. */
  withoutCache: 0.4,
} as const;

/** Assumed chunks per transcript when they were not counted. Chunks of one transcript are alike. */
export const CHUNKS_PER_TRANSCRIPT = 40;

/**
 * Standard deviation between the means of transcripts, as a share of the mean, when too few were measured, and its weight in
 * transcripts. The value lies between that of one kind of talk (0.05 to 0.09 in QMSum) and of mixed kinds (0.24).
 */
export const BETWEEN_TRANSCRIPTS = 0.15;
export const USUAL_TRANSCRIPTS = 3;

/**
 * Variation of call times for the same tokens: standard deviation of the logarithm. A few calls take several times as long;
 * the limiter aborts the slowest calls at the end of a run.
 */
export const CALL_DEVIATION = 0.3;
export const STRAGGLERS = { share: 0.01, most: 2.5 } as const;
/** Variation of a provider's speed between hours: standard deviation of the logarithm. */
export const SPEED_DEVIATION = 0.05;

/**
 * Standard deviations within a transcript and between transcripts, as shares of the mean: of reply tokens for the length of a
 * chunk, and of counted tokens for its characters. Source: findings of the simulated provider in QMSum meetings of one kind
 * deviate by 0.4 within a transcript (0.35 for the length; parts of a reply are constant) and by up to 0.09 between
 * transcripts. In mixed kinds of talk they deviate by 0.24 between transcripts.
 */
export const OUTPUT_DEVIATION = { within: 0.3, between: 0.05 } as const;
export const INPUT_DEVIATION = { within: 0.06, between: 0.02 } as const;
/** Weight of a usual deviation, in calls. A few measured calls do not show how much calls vary. */
export const USUAL_WEIGHT = 10;

/** The reply grows with a power of the chunk's length: in proportion at most. */
export const LENGTH_POWER = { least: 0.5, most: 1 } as const;

/** Standard deviation that remains with the best measurements. */
export const MODEL_ERROR = 0.012;

/** The most tokens of a reply in calls of the built-in extractor: see `tokensOfCall` in extraction. */
export function usualRoom(chunks: number): number {
  return Math.max(2_000, 400 + 360 * chunks);
}
