// `extractWithRules` stays behind the door: it loads the tagger (50 MB), which belongs in a thread.
export { createRulesExtractor, RULES_DESCRIPTION, RULES_PROFILE } from "./rules-extractor.ts";
