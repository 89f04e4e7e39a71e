export { createModelExtractor, type ModelExtractorOptions, ontologyVersion } from "./model-extractor.ts";
