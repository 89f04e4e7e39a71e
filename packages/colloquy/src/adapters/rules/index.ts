// The rules are not exported: they load the tagger (50 MB), which belongs in a thread.
export { createRulesExtractor, RULES_DESCRIPTION, RULES_PROFILE } from "./rules-extractor.ts";
