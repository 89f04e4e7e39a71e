import type { VectorRow } from "../model/index.ts";
import type { DamagedRow } from "./damaged-row.ts";
import type { ProjectionState } from "./projection-state.ts";

/** Which passages a search considers; all of them without either. */
export interface PassageFilter {
  /** Exact paths; a passage of any of them passes. */
  readonly files?: readonly string[];
  /** Labels, compared without case; a passage in which any of these speakers has a turn passes. */
  readonly speakers?: readonly string[];
}

/** A passage that was found; higher scores are better, scores of two searches are not comparable. */
export interface PassageHit {
  readonly row: Omit<VectorRow, "vector">;
  readonly score: number;
}

/** `damaged: "tell"`: rows that cannot be read are named, in place of an error. */
export interface RowOptions {
  readonly damaged: "tell";
}

/**
 * The passages of one workspace: vectors for nearness, analysed terms for keyword search.
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
  /** A row whose id exists replaces it whole. `terms` are the analysed terms of the row's text, repeats kept. */
  upsert(rows: readonly { readonly row: VectorRow; readonly terms: readonly string[] }[]): Promise<void>;
  /** Ids that do not exist are no error. */
  remove(ids: readonly string[]): Promise<void>;

  /** How many rows there are. */
  count(): Promise<number>;
  /** Every row, ordered by id, in batches. @throws ColloquyError `store` where a row cannot be read. */
  rows(): AsyncIterable<readonly VectorRow[]>;
  /**
   * As `rows`, for who compares them with the ledger: a row that cannot be read, or that searches do not find as it is,
   * is told by its id. A store that cannot have such rows may ignore the option.
   */
  rows(options: RowOptions): AsyncIterable<readonly (VectorRow | DamagedRow)[]>;
  /** Distinct files, sorted. */
  files(): Promise<readonly string[]>;
  /** By cosine similarity; ties in the order of id. */
  nearest(
    vector: Float32Array,
    options: { readonly limit: number; readonly filter: PassageFilter },
  ): Promise<readonly PassageHit[]>;
  /** By BM25 (k1 1.2, b 0.75) over any of the terms; ties in the order of id. */
  matching(
    terms: readonly string[],
    options: { readonly limit: number; readonly filter: PassageFilter },
  ): Promise<readonly PassageHit[]>;
  /** In how many passages each term stands, in the order of the terms. */
  documentFrequencies(terms: readonly string[]): Promise<readonly number[]>;
  /** The passages of a transcript from one ordinal to another, both included, in order. */
  neighbours(transcript: string, from: number, to: number): Promise<readonly Omit<VectorRow, "vector">[]>;
}
