import { type TermCounts, termWeight } from "../keywords/index.ts";

/** The sparse vector of a chunk's analysed terms. */
export const KEYWORD_VECTOR = "bm25";

export interface SparseVector {
  readonly indices: number[];
  readonly values: number[];
}

/**
 * BM25 weights of a chunk's terms with an assumed average length; a query adds the rarity of each term.
 * @returns null without terms.
 */
export function keywordVector({ dimensions, counts, length }: TermCounts, assumedLength: number): SparseVector | null {
  if (dimensions.length === 0) return null;
  return { indices: [...dimensions], values: counts.map((count) => termWeight(count, length, assumedLength)) };
}
