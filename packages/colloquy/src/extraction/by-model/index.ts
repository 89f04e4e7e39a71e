export { createModelExtractor, type ModelExtractorOptions } from "./model-extractor.ts";
