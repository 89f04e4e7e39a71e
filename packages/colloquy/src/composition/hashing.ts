import { HashingEmbeddingModel } from "../adapters/hashing/index.ts";
import type { EmbeddingModel } from "../ports/index.ts";
import type { ReadingPool } from "./reading-pool.ts";

/** The embedding that needs no model, computed by the reading threads. */
export function hashingModel(pool: ReadingPool): EmbeddingModel {
  const near = new HashingEmbeddingModel();
  return {
    profile: near.profile,
    dimensions: near.dimensions,
    paid: near.paid,
    concurrency: pool.concurrency,
    batchSize: near.batchSize,
    embed: (texts) => pool.embed(texts),
    embedQuery: (text, options) => near.embedQuery(text, options),
    [Symbol.asyncDispose]: () => near[Symbol.asyncDispose](),
  };
}
