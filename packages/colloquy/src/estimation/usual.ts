/** What is usual of calls that were not measured. Pairs are the ends between which nine tenths of them lie. */
export const USUAL = {
  /** Tokens of a reply a chunk: about 220; a talk of few facts has a third of that, a talkative model three times as much. */
  outputTokens: { least: 62, most: 780 },
  /** What a provider counts of a token that we count by characters. Most say less; other scripts than Latin say more. */
  inputFactor: { least: 0.72, most: 1.22 },
  /** Calls beside those that were planned, a planned one: cut off, no JSON, failed for good. */
  callOverhead: { mean: 0.03, deviation: 0.026 },
  /** Attempts beside the first, a call: refused, lost on the way. */
  attemptOverhead: { mean: 0.016, deviation: 0.02 },
  /** Milliseconds of a reply's token, and until the first. */
  msPerToken: { least: 5, most: 30 },
  firstTokenMs: 1_000,
  /** Milliseconds of this machine for each chunk, beside the provider's: to read a reply, check it and keep it. */
  machineMsPerChunk: { least: 0.2, most: 4 },
  /** Providers that keep no prompts, as a share of all; of others any part of the instructions may be cached. */
  withoutCache: 0.4,
} as const;

/** Chunks of one transcript, where they were not counted: they are alike, and so tell less of others. */
export const PASSAGES_A_TRANSCRIPT = 40;

/**
 * How transcripts differ in their means where those that were seen are too few to tell, as a share of the mean, and for how
 * many transcripts that counts beside them: between one kind (0.05 to 0.09 in QMSum) and mixed ones (0.24).
 */
export const BETWEEN_TRANSCRIPTS = 0.15;
export const USUAL_TRANSCRIPTS = 3;

/**
 * How calls differ in how long they take for their tokens, as deviation of the logarithm. Few take several times as long: the
 * limiter cuts the slowest short once everything waits for them.
 */
export const CALL_DEVIATION = 0.3;
export const STRAGGLERS = { share: 0.01, most: 2.5 } as const;
/** How the speed of a provider changes from one hour to another, in the same way. */
export const SPEED_DEVIATION = 0.05;

/**
 * How chunks of one transcript differ, and how transcripts differ in their means, as shares of it (deviations): in what
 * they are answered with for their length, and in what a provider counts of their characters. Of meetings of one kind in QMSum, the simulated
 * provider's own findings differ by 0.4 within (0.35 for their length, and a reply has parts that do not differ) and by up
 * to 0.09 between them. Where kinds are mixed, findings differ by 0.24 between transcripts.
 */
export const OUTPUT_DEVIATION = { within: 0.3, between: 0.05 } as const;
export const INPUT_DEVIATION = { within: 0.06, between: 0.02 } as const;
/** For how many calls what is usual of that counts beside those that were measured: a handful hardly tell how calls differ. */
export const USUAL_WEIGHT = 10;

/** A chunk of twice the length is answered with twice as much, or with less: powers of the length. */
export const LENGTH_POWER = { least: 0.5, most: 1 } as const;

/** As deviation: what the best of measurements leaves open. */
export const MODEL_ERROR = 0.012;

/** Room for a reply, as calls of our own extractor are given it: see `callCost` in extraction. */
export function usualRoom(chunks: number): number {
  return Math.max(2_000, 400 + 360 * chunks);
}
