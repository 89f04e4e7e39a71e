export { ANALYSIS_VERSION, analyse, words } from "./analyse.ts";
export { irregularForms } from "./irregular-words.ts";
export { numberRuns } from "./number-words.ts";
export { wordForms } from "./word-forms.ts";
