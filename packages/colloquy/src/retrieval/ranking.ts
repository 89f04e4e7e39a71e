/** The weights that combine the signals of a chunk into one score; figures in docs/decisions/retrieval.md. */
export interface Ranking {
  /** Weight of adjacent query terms, added to BM25. */
  readonly phraseWeight: number;
  /** Weight of the share that a speaker named in the query says, relative to the best keyword score. */
  readonly speakerWeight: number;
  /** Weight of vector similarity. Similarity and keyword score are relative to the best in the list. */
  readonly vectorWeight: number;
  /** Whether a chunk without a query word can be found by its vector. */
  readonly findsByVector: boolean;
  /** The shares of its score that a chunk adds to chunks at distance one, two, ... in its transcript. */
  readonly neighbourShares: readonly number[];
}

/** For vectors that match words, not meaning. They only help to order the keyword hits. */
export const LEXICAL_RANKING: Ranking = {
  phraseWeight: 1,
  speakerWeight: 0.3,
  vectorWeight: 0.1,
  findsByVector: false,
  neighbourShares: [0.3, 0.15],
};

/** For the vectors of an embedding model. */
export const SEMANTIC_RANKING: Ranking = { ...LEXICAL_RANKING, vectorWeight: 1, findsByVector: true };
