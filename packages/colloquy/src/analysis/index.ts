export { ANALYSIS_VERSION, analyse, stem, words } from "./analyse.ts";
export {
  type CharacterReference,
  characterReferenceAt,
  characterReferences,
  decodeCharacterReferences,
} from "./character-references.ts";
export { hasTitle, stripHonorifics, stripPostNominals } from "./honorifics.ts";
export { irregularForms, irregularHead } from "./irregular-words.ts";
export { numberRuns } from "./number-words.ts";
export { wordForms } from "./word-forms.ts";
