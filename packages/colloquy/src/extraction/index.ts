export { createModelExtractor, type ModelExtractorOptions } from "./by-model/index.ts";
export { completeEntries } from "./by-model/complete-entries.ts";
export { locatorIn } from "./by-model/locate.ts";
export { groundSpan } from "./grounding.ts";
export { type CitedWords, groundSentence } from "./names/sentence-grounding.ts";
export { DEFAULT_ONTOLOGY } from "./ontology.ts";
export { parseOntology } from "./ontology-file/parse-ontology.ts";
export { malformation } from "./shape.ts";
export { checkExtraction } from "./validation.ts";
