import type { Usage } from "./usage.ts";

export interface EmbeddingReply {
  /** In the order of the texts; each has `dimensions` finite values and length 1 (or all zeros for a text without words). */
  readonly vectors: readonly Float32Array[];
  readonly usage: Usage;
}

/** Turns texts into vectors. One attempt a call: retrying belongs to the caller. */
export interface EmbeddingModel extends AsyncDisposable {
  /** Names whatever shapes the vectors; vectors of two profiles are never compared. */
  readonly profile: string;
  readonly dimensions: number;
  /** Whether a call costs money. */
  readonly paid: boolean;
  /** How many calls it serves at once. */
  readonly concurrency: number;
  /** At most this many texts a call. */
  readonly batchSize: number;
  embed(texts: readonly string[], options: { readonly signal: AbortSignal }): Promise<EmbeddingReply>;
  /**
   * The vector of a query. `weight` gives how telling a term is in the searched corpus (its inverse
   * document frequency); models that know better ignore it.
   */
  embedQuery(
    text: string,
    options: { readonly signal: AbortSignal; readonly weight: (term: string) => number },
  ): Promise<Float32Array>;
}
