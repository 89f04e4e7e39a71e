import { passageSimilarities } from "../embedding/index.ts";
import type { ChunkVectors, ReadOptions, VectorStore } from "../ports/index.ts";

/** The most chunks whose passages are the background. */
const CHUNKS = 64;
/** In an index of one chunk, or of equal ones, similarities do not differ. */
const LEAST_DEVIATION = 0.05;

/** The mean and the standard deviation of cosine similarities. */
export interface Distribution {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * A sample of the vectors of an index, which is read once. Similarities of different models, and of short and long
 * queries, are not comparable; their distances from the similarity to any passage are.
 */
export class Background {
  readonly #store: Pick<VectorStore, "state" | "count" | "rows">;
  #sample: { readonly version: string; readonly chunks: readonly ChunkVectors[] } | null = null;

  constructor(store: Pick<VectorStore, "state" | "count" | "rows">) {
    this.#store = store;
  }

  /** How the similarity of a query to any passage is distributed. */
  async distribution(query: Float32Array, options: ReadOptions): Promise<Distribution> {
    const chunks = await this.#chunks(options);
    const values = chunks.flatMap((chunk) => similarities(chunk, query));
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
    return { mean, deviation: Math.max(Math.sqrt(variance), LEAST_DEVIATION) };
  }

  /** Ids are hashes, so the chunks with the first ids are a random sample. They are read again when the index changes. */
  async #chunks(options: ReadOptions): Promise<readonly ChunkVectors[]> {
    // While a run writes, the state stays and the number of rows changes.
    const version = JSON.stringify(await Promise.all([this.#store.state(), this.#store.count(options)]));
    if (this.#sample?.version === version) return this.#sample.chunks;
    for await (const rows of this.#store.rows(options)) {
      const chunks = rows
        .slice(0, CHUNKS)
        .map(({ vector, passages }) => ({ vector, ...(passages === undefined ? {} : { passages }) }));
      this.#sample = { version, chunks };
      return chunks;
    }
    return [];
  }
}

/** The cosine similarities of a query to the passages of a chunk; to the whole chunk if it has none of the present cut. */
function similarities({ vector, passages }: ChunkVectors, query: Float32Array): readonly number[] {
  const compared = passages === undefined ? [] : passageSimilarities(passages, query);
  return compared.length > 0 ? compared : [similarity(vector, query)];
}

/** The cosine similarity of two vectors of length 1. */
function similarity(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] as number) * (other[at] as number);
  return sum;
}
