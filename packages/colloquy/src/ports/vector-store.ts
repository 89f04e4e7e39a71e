import type { VectorRow } from "../model/index.ts";
import type { DamagedRow } from "./damaged-row.ts";
import type { ProjectionState } from "./projection-state.ts";
import type { ReadOptions } from "./reading.ts";

/** Selects the chunks of a search; without files and speakers: all chunks. */
export interface ChunkFilter {
  /** Exact paths; a chunk of any of them passes. */
  readonly files?: readonly string[];
  /** Labels, compared without case; a chunk in which any of these speakers has a turn passes. */
  readonly speakers?: readonly string[];
}

/** A chunk with the analysed terms of its text, including repeats. */
export interface ChunkWithTerms {
  readonly row: VectorRow;
  readonly terms: readonly string[];
}

/** A chunk as searches return it. */
export type IndexedChunk = Omit<VectorRow, "vector" | "passages">;

/** The vectors of a chunk. */
export type ChunkVectors = Pick<VectorRow, "vector" | "passages">;

/** What a search looks for. */
export interface CandidateQuery {
  /** Analysed terms. A repeated term counts twice. */
  readonly terms: readonly string[];
  /** Null: chunks are not compared with a vector. */
  readonly vector: Float32Array | null;
  /** Only chunks that pass are candidates. */
  readonly filter: ChunkFilter;
  /** Files whose chunks have lists of their own, as if the filter had these files: see `listFilters`. None: no such lists. */
  readonly named: readonly string[];
  /** The most chunks in a list: of the best by terms, and of the nearest by vector. */
  readonly limit: number;
  /** Candidates without a term: these ids and, with a vector, the nearest chunks. Null: there are none. */
  readonly beyondTerms: { readonly ids: readonly string[] } | null;
}

/** A chunk that may be a hit, without its text. */
export interface ChunkCandidate extends Pick<IndexedChunk, "id" | "transcript" | "file" | "ordinal" | "speakers"> {
  /** BM25 (k1 1.2, b 0.75) over any of the terms; 0 if it is not among the best by terms. */
  readonly words: number;
  /** The cosine similarity of its vector; 0 without a vector to compare. */
  readonly similarity: number;
  /** The cosine similarity of each of its passages, see `passageSimilarities`; none without passages or without a vector to compare. */
  readonly passages: readonly number[];
}

/** `damaged: "report"`: rows that cannot be read are returned as damaged rows instead of an error. */
export interface RowOptions extends ReadOptions {
  readonly damaged: "report";
}

/**
 * The chunks of one workspace: vectors for nearness, analysed terms for keyword search.
 * Terms come analysed (stemmed, without stop words) from retrieval/, so that all stores agree.
 */
export interface VectorStore extends ProjectionState, AsyncDisposable {
  /** `embedded`, `qdrant`, `memory`: its name in messages. */
  readonly name: string;
  /**
   * Creates the schema if it is missing. Idempotent.
   * @throws ColloquyError `store` when the store holds vectors of other dimensions or of another profile.
   */
  prepare(options: { readonly dimensions: number; readonly profile: string }): Promise<void>;
  /**
   * Checks whether the store can take such vectors after this workspace is cleared. Changes nothing.
   * @throws ColloquyError `store` if other workspaces in it prevent that.
   */
  examine(vectors: { readonly dimensions: number; readonly profile: string }): Promise<void>;
  /** Removes the state of this workspace, then every row of it; nothing else. A claim of this object stays in force. */
  clear(): Promise<void>;
  /** A row replaces the whole row with the same id. */
  upsert(rows: readonly ChunkWithTerms[]): Promise<void>;
  /** Unknown ids are no error. */
  remove(ids: readonly string[]): Promise<void>;

  /** The number of rows. */
  count(options?: ReadOptions): Promise<number>;
  /** Every row, ordered by id, in batches. @throws ColloquyError `store` if a row cannot be read. */
  rows(options?: ReadOptions): AsyncIterable<readonly VectorRow[]>;
  /**
   * As `rows`, for comparison with the ledger: a row that cannot be read, or that searches do not find correctly, is
   * returned as a `DamagedRow`. A store that cannot have such rows may ignore the option.
   */
  rows(options: RowOptions): AsyncIterable<readonly (VectorRow | DamagedRow)[]>;
  /** Distinct files, sorted. */
  files(options?: ReadOptions): Promise<readonly string[]>;
  /**
   * The best chunks by BM25 and by cosine similarity, and those asked for by id; each once, in any order. Of equal scores
   * the smaller ids are in a list.
   */
  candidates(query: CandidateQuery, options?: ReadOptions): Promise<readonly ChunkCandidate[]>;
  /** The number of chunks with each term, in the order of the terms. */
  documentFrequencies(terms: readonly string[], options?: ReadOptions): Promise<readonly number[]>;
  /**
   * For each id the chunk with at most `before` and `after` chunks of its transcript around it, in the order of
   * ordinal; empty for an unknown id.
   */
  neighbours(
    ids: readonly string[],
    options: ReadOptions & { readonly before: number; readonly after: number },
  ): Promise<readonly (readonly IndexedChunk[])[]>;
}
