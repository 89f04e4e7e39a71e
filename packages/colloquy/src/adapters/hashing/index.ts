export { HashingEmbeddingModel, type HashingOptions } from "./hashing-embedding-model.ts";
