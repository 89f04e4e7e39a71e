import type { CallCost, LimitReading, Usage } from "@colloquy/rate-limit";
import type { CallOptions } from "./call-options.ts";

/** The vectors of the texts of one call. */
export interface EmbeddingReply {
  /** In the order of the texts; each has `dimensions` finite values and length 1 (or all zeros for a text without words). */
  readonly vectors: readonly Float32Array[];
  /** Null where the provider did not say. */
  readonly usage: Usage | null;
  readonly limits?: readonly LimitReading[];
}

/** Turns texts into vectors. One attempt a call: retrying belongs to the caller. */
export interface EmbeddingModel extends AsyncDisposable {
  /** Names whatever shapes the vectors; vectors of two profiles are never compared. */
  readonly profile: string;
  readonly dimensions: number;
  /** Whether a call costs money. */
  readonly paid: boolean;
  /** How many calls it serves at once; absent: as many as its limits allow. */
  readonly concurrency?: number;
  /** At most this many texts a call. */
  readonly batchSize: number;
  /** At most this many tokens a call; absent: any number. */
  readonly batchTokens?: number;
  /** What `verify` takes of the limits; absent: about as much as nothing. */
  readonly verifyCost?: CallCost;
  /** What that used. @throws CallError when calls will not be answered: see `ChatModel.verify`. */
  verify?(options: CallOptions): Promise<Usage | null>;
  /** @throws CallError */
  embed(texts: readonly string[], options: CallOptions): Promise<EmbeddingReply>;
  /**
   * The vector of a query. `weight` gives how telling a term is in the searched corpus (its inverse
   * document frequency); models that know better ignore it.
   */
  embedQuery(
    text: string,
    options: { readonly signal: AbortSignal; readonly weight: (term: string) => number },
  ): Promise<Float32Array>;
}
