// The rules themselves stay behind this door: they load the tagger (50 MB), which belongs in a thread.
export { createRulesExtractor } from "./rules-extractor.ts";
