import { analyse } from "../../analysis/index.ts";
import { ColloquyError } from "../../model/index.ts";
import { type EmbeddingModel, type EmbeddingReply, NO_USAGE } from "../../ports/index.ts";

export interface HashingOptions {
  /** With more dimensions, fewer terms share a dimension. Default 512: see docs/decisions/retrieval.md. */
  readonly dimensions?: number;
}

/**
 * Vectors without a model. The hash of a term gives its dimension and its sign (feature hashing, Weinberger et al.,
 * 2009). A term adds 1 + log of its number of occurrences, then the vector gets length 1. The vectors match words, not
 * meaning. The vector of a text does not depend on other texts.
 */
export class HashingEmbeddingModel implements EmbeddingModel {
  readonly profile: string;
  readonly dimensions: number;
  readonly matchesWords = true;
  readonly paid = false;
  readonly concurrency = 1;
  readonly batchSize = 64;

  /** @throws ColloquyError `configuration` unless the dimensions are a whole number above 0. */
  constructor({ dimensions = 512 }: HashingOptions = {}) {
    if (!Number.isInteger(dimensions) || dimensions < 1) {
      throw new ColloquyError(
        "configuration",
        `Expected the dimensions of hashed vectors to be a whole number above 0, got ${dimensions}.`,
      );
    }
    this.dimensions = dimensions;
    // The number after @ increases with every change of terms or hashes: vectors of two profiles are never compared.
    this.profile = `hashing-${dimensions}@1`;
  }

  async embed(texts: readonly string[], { signal }: { readonly signal: AbortSignal }): Promise<EmbeddingReply> {
    signal.throwIfAborted();
    return { vectors: texts.map((text) => this.#vector(text)), usage: NO_USAGE };
  }

  async embedQuery(text: string, { signal }: { readonly signal: AbortSignal }): Promise<Float32Array> {
    signal.throwIfAborted();
    return this.#vector(text);
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #vector(text: string): Float32Array {
    const counts = new Map<string, number>();
    for (const term of analyse(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
    const sums = new Float64Array(this.dimensions);
    for (const [term, count] of counts) {
      const hash = hashTerm(term);
      const dimension = (hash >>> 1) % this.dimensions;
      sums[dimension] = (sums[dimension] ?? 0) + (hash & 1 ? 1 : -1) * (1 + Math.log(count));
    }
    const length = Math.sqrt(sums.reduce((total, sum) => total + sum * sum, 0));
    return length === 0 ? new Float32Array(this.dimensions) : Float32Array.from(sums, (sum) => sum / length);
  }
}

/** FNV-1a with the final mix of MurmurHash3, so the low bits depend on every character. */
function hashTerm(term: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < term.length; index++) hash = Math.imul(hash ^ term.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
