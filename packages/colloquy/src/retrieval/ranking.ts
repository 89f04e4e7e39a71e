import type { QueryKind } from "./query.ts";

/**
 * The weights that combine the signals of a chunk into its evidence for a query. Evidence is a logarithm: `temperature`
 * more of it makes a chunk e times more relevant. Figures in docs/decisions/retrieval.md.
 */
export interface Ranking {
  /** Of the share of the query's words in the chunk (BM25 divided by its largest possible value), 0 to 1. */
  readonly words: number;
  /** Of the share of the query's words within neighbouring passages, 0 to 1. */
  readonly together: number;
  /** Of the share of adjacent query words that are adjacent in the chunk. */
  readonly phrases: number;
  /** Of the similarity of the best passage, in standard deviations above that of any passage. Without a vector, of no effect. */
  readonly bestPassage: number;
  /** Of the similarity of the whole chunk, in the same unit. Without a vector, of no effect. */
  readonly wholeChunk: number;
  /** Of the share that a speaker named in the query says, 0 to 1. */
  readonly speakers: number;
  /** Of the share of the query's entities that the chunk mentions, 0 to 1. */
  readonly entities: number;
  /** Of a chunk of a transcript that the query names. */
  readonly transcripts: number;
  readonly temperature: number;
  /** The shares of its relevance that a chunk lends to chunks at distance one, two, ... in its transcript. */
  readonly lending: Readonly<Record<QueryKind, readonly number[]>>;
  /** The evidence at which a hit is as likely right as wrong. */
  readonly even: number;
}

/** For queries with a vector. */
export const SEMANTIC_RANKING: Ranking = {
  words: 10,
  together: 3,
  phrases: 2,
  bestPassage: 1,
  wholeChunk: 1,
  speakers: 2,
  entities: 1,
  transcripts: 6,
  temperature: 3.25,
  lending: { subject: [0.4, 0.3, 0.2, 0.1], open: [0.1], fact: [] },
  even: 5,
};

/** For queries without a vector. */
export const LEXICAL_RANKING: Ranking = { ...SEMANTIC_RANKING, temperature: 2, even: 2 };
