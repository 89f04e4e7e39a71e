import { countOf, type TermCounts } from "./term-counts.ts";

const K1 = 1.2;
const B = 0.75;
const LOWEST_RARITY = 1e-6;

/** A term of a query. */
export interface QueriedTerm {
  readonly dimension: number;
  /** Inverse document frequency. */
  readonly rarity: number;
}

/**
 * The BM25 score of a chunk, as the embedded store gives it.
 * @param averageLength of the chunks of the workspace, in analysed terms.
 */
export function bm25Score(query: readonly QueriedTerm[], chunk: TermCounts, averageLength: number): number {
  return query.reduce((sum, { dimension, rarity }) => {
    const count = countOf(chunk, dimension);
    return sum + rarity * termWeight(count, chunk.length, averageLength);
  }, 0);
}

/**
 * The BM25 weight of a term from its count in a chunk, with k1 = 1.2 and b = 0.75. Source: Robertson and Zaragoza, "The
 * probabilistic relevance framework: BM25 and beyond", 2009.
 */
export function termWeight(count: number, length: number, averageLength: number): number {
  return (count * (K1 + 1)) / (count + saturation(length, averageLength));
}

/** Inverse document frequency as in SQLite's FTS5, so the embedded store gives the same scores. */
export function termRarity(chunks: number, having: number): number {
  return Math.max(LOWEST_RARITY, Math.log((chunks - having + 0.5) / (having + 0.5)));
}

/** The count of a term at which its weight is half of the greatest weight. */
export function saturation(length: number, averageLength: number): number {
  return K1 * (1 - B + (B * length) / averageLength);
}
