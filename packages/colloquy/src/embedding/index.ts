export { type CheckedEmbedding, embedBatch } from "./embed-batch.ts";
export { packTexts } from "./pack-texts.ts";
