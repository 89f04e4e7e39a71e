// The rules themselves stay behind this door: they load the tagger (50 MB), which belongs in a thread.
export { createRulesExtractor, RULES_DESCRIPTION, RULES_PROFILE } from "./rules-extractor.ts";
