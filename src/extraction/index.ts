export { groundSpan } from "./grounding.ts";
export { DEFAULT_ONTOLOGY } from "./ontology.ts";
export { checkExtraction } from "./validation.ts";
