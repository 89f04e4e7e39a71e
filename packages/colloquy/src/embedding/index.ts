export { type CheckedEmbedding, embedBatch } from "./embed-batch.ts";
export { type Packable, type PackLimits, packTexts } from "./pack-texts.ts";
