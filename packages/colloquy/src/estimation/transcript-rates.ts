import type { PendingTranscript, SettledChunk } from "../ports/index.ts";
import { BETWEEN_TRANSCRIPTS, OUTPUT_DEVIATION, USUAL_TRANSCRIPTS, USUAL_WEIGHT } from "./usual.ts";

/** Predicted rates of pending chunks, from settled chunks. A rate is reply tokens per token of the chunk. */
export interface TranscriptRates {
  /** Rate of all pending chunks, as a share of the mean rate of the settled chunks. */
  readonly mean: number;
  /** Standard error of `mean` as a share of it, and the degrees of freedom of Student's t. */
  readonly deviation: number;
  readonly degrees: number;
  /** Standard deviation of chunks of one transcript, as a share of the mean. */
  readonly within: number;
  /** Standard deviation of a transcript from its predicted rate, as a share of the mean. */
  readonly between: number;
  /** Predicted rate of each pending transcript in order, as a share of `mean`. */
  readonly levels: readonly number[];
  /** Sum of squared differences: a transcript's share of the settled tokens less its share of the pending tokens. */
  readonly distance: number;
  /** Transcripts with settled chunks. */
  readonly transcripts: number;
}

/** Settled chunks of one transcript. */
interface Sampled {
  readonly chunks: number;
  readonly tokens: number;
  /** Rate as a share of the mean rate. */
  readonly rate: number;
}

/**
 * Predicts the mean rate of pending chunks from a two-stage sample of transcripts and of chunks in them: the best linear
 * unbiased predictor of a model with variation between and within transcripts (Royall, "The linear least-squares
 * prediction approach to two-stage sampling", JASA 71, 1976; Henderson 1975). A transcript with many settled chunks has its
 * own rate; a transcript without settled chunks has the mean rate of the sampled ones. The error depends on the number of
 * sampled transcripts, and on whether the pending ones are among them. The components of variance are those of an unbalanced
 * one-way analysis of variance (Searle, Casella and McCulloch, Variance Components, 1992, 3.6), combined with usual values.
 *
 * @returns null if no chunk was settled, or no chunk is pending.
 */
export function transcriptRates(
  pending: readonly PendingTranscript[],
  settled: readonly SettledChunk[],
): TranscriptRates | null {
  const sampled = sampledTranscripts(settled);
  const pendingTokens = pending.reduce((sum, { tokens }) => sum + tokens, 0);
  if (sampled.size === 0 || pendingTokens === 0) return null;
  const { within, between } = components(settled, sampled);
  const weight = (chunks: number): number => 1 / (between + within / chunks);
  const weights = [...sampled.values()].map(({ chunks }) => weight(chunks));
  const allWeights = weights.reduce((sum, each) => sum + each, 0);
  const general = [...sampled.values()].reduce((sum, { rate }, at) => sum + rate * (weights[at] ?? 0), 0) / allWeights;
  const predicted = pending.map(({ transcript, tokens }) => {
    const sample = sampled.get(transcript);
    // The weight of the transcript's own rate.
    const reliability = sample === undefined ? 0 : between * weight(sample.chunks);
    const rate = reliability * (sample?.rate ?? 0) + (1 - reliability) * general;
    return { share: tokens / pendingTokens, rate, unknown: 1 - reliability };
  });
  const sum = (of: (each: (typeof predicted)[number]) => number): number =>
    predicted.reduce((total, each) => total + of(each), 0);
  const mean = sum(({ share, rate }) => share * rate);
  const chunks = pending.reduce((total, transcript) => total + transcript.chunks, 0);
  const variance =
    between * sum(({ share, unknown }) => share ** 2 * unknown) +
    sum(({ share, unknown }) => share * unknown) ** 2 / allWeights +
    within / chunks;
  return {
    mean,
    deviation: Math.sqrt(variance) / mean,
    degrees: USUAL_TRANSCRIPTS + sampled.size - 1,
    within: Math.sqrt(within),
    between: Math.sqrt(between * sum(({ share, unknown }) => share * unknown)) / mean,
    levels: predicted.map(({ rate }) => rate / mean),
    distance: distanceOf(pending, sampled),
    transcripts: sampled.size,
  };
}

function sampledTranscripts(settled: readonly SettledChunk[]): ReadonlyMap<string, Sampled> {
  const sums = new Map<string, { chunks: number; tokens: number; outputTokens: number }>();
  const all = { tokens: 0, outputTokens: 0 };
  for (const { transcript, tokens, outputTokens } of settled) {
    const sum = sums.get(transcript) ?? { chunks: 0, tokens: 0, outputTokens: 0 };
    sum.chunks += 1;
    for (const each of [sum, all]) {
      each.tokens += tokens;
      each.outputTokens += outputTokens;
    }
    sums.set(transcript, sum);
  }
  if (all.outputTokens === 0) return new Map();
  const general = all.outputTokens / all.tokens;
  return new Map(
    [...sums].map(([transcript, { chunks, tokens, outputTokens }]) => [
      transcript,
      { chunks, tokens, rate: outputTokens / tokens / general },
    ]),
  );
}

/** Variances of chunks within a transcript and between transcripts, as shares of the squared mean. */
function components(
  settled: readonly SettledChunk[],
  sampled: ReadonlyMap<string, Sampled>,
): { readonly within: number; readonly between: number } {
  const tokens = settled.reduce((sum, each) => sum + each.tokens, 0);
  const outputTokens = settled.reduce((sum, each) => sum + each.outputTokens, 0);
  const squaresWithin = settled.reduce((sum, each) => {
    const expected = ((sampled.get(each.transcript)?.rate ?? 1) * each.tokens * outputTokens) / tokens;
    return sum + (((each.outputTokens - expected) * settled.length) / outputTokens) ** 2;
  }, 0);
  const within =
    (USUAL_WEIGHT * OUTPUT_DEVIATION.within ** 2 + squaresWithin) / (USUAL_WEIGHT + settled.length - sampled.size);
  const degrees = sampled.size - 1;
  const usual = USUAL_TRANSCRIPTS * BETWEEN_TRANSCRIPTS ** 2;
  if (degrees === 0) return { within, between: usual / USUAL_TRANSCRIPTS };
  const groups = [...sampled.values()];
  const squaresBetween = groups.reduce((sum, { chunks, rate }) => sum + chunks * (rate - 1) ** 2, 0);
  const chunksPerGroup =
    (settled.length - groups.reduce((sum, { chunks }) => sum + chunks ** 2, 0) / settled.length) / degrees;
  const measured = Math.max(0, (squaresBetween / degrees - within) / chunksPerGroup);
  return { within, between: (usual + degrees * measured) / (USUAL_TRANSCRIPTS + degrees) };
}

function distanceOf(pending: readonly PendingTranscript[], sampled: ReadonlyMap<string, Sampled>): number {
  const pendingTokens = pending.reduce((sum, { tokens }) => sum + tokens, 0);
  const settledTokens = [...sampled.values()].reduce((sum, { tokens }) => sum + tokens, 0);
  const shares = new Map([...sampled].map(([transcript, { tokens }]) => [transcript, tokens / settledTokens]));
  let squares = 0;
  for (const { transcript, tokens } of pending) {
    squares += (tokens / pendingTokens - (shares.get(transcript) ?? 0)) ** 2;
    shares.delete(transcript);
  }
  for (const share of shares.values()) squares += share ** 2;
  return squares;
}
