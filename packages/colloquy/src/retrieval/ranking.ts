/** How the signs that a chunk is meant become one score; figures in docs/decisions/retrieval.md. */
export interface Ranking {
  /** Weight of terms that stand side by side as in the query, beside BM25. */
  readonly phraseWeight: number;
  /** Weight of being said by a speaker who is named in the query, beside the best keyword score. */
  readonly speakerWeight: number;
  /** Weight of the likeness of vectors; it and the keyword score are shares of the best in the list. */
  readonly vectorWeight: number;
  /** Whether a chunk without a word of the query can be found by its vector alone. */
  readonly findsByVector: boolean;
  /** What a chunk gives of its score to those one, two, ... places away in its transcript. */
  readonly neighbourShares: readonly number[];
}

/** For vectors that match words, not meaning: they only help to order what the keywords found. */
export const LEXICAL_RANKING: Ranking = {
  phraseWeight: 1,
  speakerWeight: 0.3,
  vectorWeight: 0.1,
  findsByVector: false,
  neighbourShares: [0.3, 0.15],
};

/** For the vectors of an embedding model. */
export const SEMANTIC_RANKING: Ranking = { ...LEXICAL_RANKING, vectorWeight: 1, findsByVector: true };
