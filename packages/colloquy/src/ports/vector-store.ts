import type { VectorRow } from "../model/index.ts";
import type { DamagedRow } from "./damaged-row.ts";
import type { ProjectionState } from "./projection-state.ts";
import type { ReadOptions } from "./reading.ts";

/** Which chunks a search considers; all of them without either. */
export interface ChunkFilter {
  /** Exact paths; a chunk of any of them passes. */
  readonly files?: readonly string[];
  /** Labels, compared without case; a chunk in which any of these speakers has a turn passes. */
  readonly speakers?: readonly string[];
}

/** A chunk with the analysed terms of its text, repeats kept. */
export interface ChunkWithTerms {
  readonly row: VectorRow;
  readonly terms: readonly string[];
}

/** A chunk as searches give it. */
export type IndexedChunk = Omit<VectorRow, "vector">;

/** A chunk that was found; higher scores are better, scores of two searches are not comparable. */
export interface ChunkHit {
  readonly row: IndexedChunk;
  readonly score: number;
}

/** `damaged: "tell"`: rows that cannot be read are named, in place of an error. */
export interface RowOptions extends ReadOptions {
  readonly damaged: "tell";
}

/**
 * The chunks of one workspace: vectors for nearness, analysed terms for keyword search.
 * Terms come analysed (stemmed, without stop words) from retrieval/, so that all stores agree.
 */
export interface VectorStore extends ProjectionState, AsyncDisposable {
  /** `embedded`, `qdrant`, `memory`: how messages call it. */
  readonly name: string;
  /**
   * Creates the schema where it is missing. Idempotent.
   * @throws ColloquyError `store` when the store holds vectors of other dimensions or of another profile.
   */
  prepare(options: { readonly dimensions: number; readonly profile: string }): Promise<void>;
  /**
   * Whether it could turn to such vectors once the rows of this workspace are cleared. Changes nothing.
   * @throws ColloquyError `store` where it could not, because of what others have in it.
   */
  examine(vectors: { readonly dimensions: number; readonly profile: string }): Promise<void>;
  /** Removes the state of this workspace, then every row of it; nothing else. A claim of this object stays in force. */
  clear(): Promise<void>;
  /** A row whose id exists replaces it whole. */
  upsert(rows: readonly ChunkWithTerms[]): Promise<void>;
  /** Ids that do not exist are no error. */
  remove(ids: readonly string[]): Promise<void>;

  /** How many rows there are. */
  count(options?: ReadOptions): Promise<number>;
  /** Every row, ordered by id, in batches. @throws ColloquyError `store` where a row cannot be read. */
  rows(options?: ReadOptions): AsyncIterable<readonly VectorRow[]>;
  /**
   * As `rows`, for who compares them with the ledger: a row that cannot be read, or that searches do not find as it is,
   * is told by its id. A store that cannot have such rows may ignore the option.
   */
  rows(options: RowOptions): AsyncIterable<readonly (VectorRow | DamagedRow)[]>;
  /** Distinct files, sorted. */
  files(options?: ReadOptions): Promise<readonly string[]>;
  /** By cosine similarity; ties in the order of id. */
  nearest(
    vector: Float32Array,
    options: ReadOptions & { readonly limit: number; readonly filter: ChunkFilter },
  ): Promise<readonly ChunkHit[]>;
  /** By BM25 (k1 1.2, b 0.75) over any of the terms; ties in the order of id. */
  matching(
    terms: readonly string[],
    options: ReadOptions & { readonly limit: number; readonly filter: ChunkFilter },
  ): Promise<readonly ChunkHit[]>;
  /** In how many chunks each term stands, in the order of the terms. */
  documentFrequencies(terms: readonly string[], options?: ReadOptions): Promise<readonly number[]>;
  /**
   * For each id the chunk with at most so many chunks before and after it in its transcript, in the order of their ordinals;
   * none for an id that the store does not have.
   */
  neighbours(
    ids: readonly string[],
    options: ReadOptions & { readonly before: number; readonly after: number },
  ): Promise<readonly (readonly IndexedChunk[])[]>;
}
