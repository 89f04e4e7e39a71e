export { type CheckedEmbedding, embedBatch } from "./embed-batch.ts";
export { packTexts } from "./pack-texts.ts";
export { cutPassages, type Passage, PASSAGE_CUT, type ViewPosition } from "./passages.ts";
export { encodePassages, meanVector, passageSimilarities } from "./passage-vectors.ts";
