import { bm25Score, type QueriedTerm, type TermCounts, type TermDimensions, termRarity } from "../keywords/index.ts";
import { type Corpus, greatestRatio } from "./corpus.ts";
import type { SparseVector } from "./keywords.ts";
import type { WorkspaceStatistics } from "./statistics.ts";

/** Relative error of Qdrant's single-precision sums. */
const ROUNDING = 1e-5;

/** The terms of a query, with their rarity in one workspace. */
export class KeywordQuery {
  readonly vector: SparseVector;
  readonly #corpus: Corpus;
  readonly #terms: readonly QueriedTerm[];

  private constructor(corpus: Corpus, terms: readonly QueriedTerm[]) {
    this.#corpus = corpus;
    this.#terms = terms;
    // A repeated term of the query counts twice.
    const weights = new Map<number, number>();
    for (const { dimension, rarity } of terms) weights.set(dimension, (weights.get(dimension) ?? 0) + rarity);
    this.vector = { indices: [...weights.keys()], values: [...weights.values()] };
  }

  /** @returns null when no chunk has any of the terms. */
  static async of(
    terms: readonly string[],
    keywords: TermDimensions,
    statistics: WorkspaceStatistics,
  ): Promise<KeywordQuery | null> {
    const asked = terms.filter((term) => term !== "");
    if (asked.length === 0) return null;
    const [corpus, frequencies] = await Promise.all([statistics.corpus(), statistics.frequencies(asked)]);
    const found = asked.flatMap((term, index) => {
      const having = Math.min(frequencies[index] ?? 0, corpus.chunks);
      return having === 0 ? [] : [{ dimension: keywords.dimensionOf(term), rarity: termRarity(corpus.chunks, having) }];
    });
    return found.length === 0 ? null : new KeywordQuery(corpus, found);
  }

  /** The BM25 score of a chunk with the true average length, as in the embedded store. */
  score(chunk: TermCounts): number {
    return bm25Score(this.#terms, chunk, this.#corpus.averageLength);
  }

  /** Qdrant's score: with the assumed average length, and in single precision. */
  scoreByVector(chunk: TermCounts): number {
    return bm25Score(this.#terms, chunk, this.#corpus.assumedLength);
  }

  /** Qdrant's lowest score for a chunk with this BM25 score. */
  leastByVector(score: number): number {
    return (score / greatestRatio(this.#corpus)) * (1 - ROUNDING);
  }
}
