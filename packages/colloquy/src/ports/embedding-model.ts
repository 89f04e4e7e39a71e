import type { CallTokens, LimitReading, Usage } from "@colloquy/rate-limit";
import type { CallOptions } from "./call-options.ts";

/** The reply of an embedding model: the vectors of the texts of one call. */
export interface EmbeddingReply {
  /** In the order of the texts; each has `dimensions` finite values and length 1 (or all zeros for a text without words). */
  readonly vectors: readonly Float32Array[];
  /** Null if the provider did not report it. */
  readonly usage: Usage | null;
  readonly limits?: readonly LimitReading[];
}

/** Turns texts into vectors. One attempt per call: the caller retries. */
export interface EmbeddingModel extends AsyncDisposable {
  /** Identifies everything that changes the vectors. Vectors of two profiles are never compared. */
  readonly profile: string;
  readonly dimensions: number;
  /**
   * Whether its vectors are near if texts have words in common, whatever these mean. Names are not compared by such
   * vectors. Absent: false.
   */
  readonly matchesWords?: boolean;
  /** Whether a call costs money. */
  readonly paid: boolean;
  /** How many concurrent calls it serves; absent: as many as its limits allow. */
  readonly concurrency?: number;
  /** At most this many texts per call. */
  readonly batchSize: number;
  /** At most this many tokens per call; absent: any number. */
  readonly batchTokens?: number;
  /** The most tokens of `ping`; absent: negligible. */
  readonly pingTokens?: CallTokens;
  /** Returns the usage of the ping. @throws CallError if the model does not reply: see `ChatModel.ping`. */
  ping?(options: CallOptions): Promise<Usage | null>;
  /** @throws CallError */
  embed(texts: readonly string[], options: CallOptions): Promise<EmbeddingReply>;
  /** The vector of a query. It is not called for a model that matches words: searches match words by themselves. */
  embedQuery(text: string, options: { readonly signal: AbortSignal }): Promise<Float32Array>;
}
