import { analyse, numberRuns } from "../analysis/index.ts";
import { isAdjectiveToo, isVerbToo } from "./homographs.ts";
import type { TextWord } from "./text-words.ts";

/** Words after which a word is a verb: "we look", "to design", "it feels". */
const BEFORE_VERBS = new Set(
  (
    "i you he she it we they who to can could will would shall should may might must do does did dont doesnt didnt cant " +
    "couldnt wont wouldnt not lets let please id youd wed theyd ill youll theyll thatll never always just gonna gotta wanna"
  ).split(" "),
);

/** Words after which a word is a noun in the singular, and a word with the ending of a plural a verb: "this drives me". */
const BEFORE_SINGULARS = new Set("a an this every each another one".split(" "));

/** Words after which a word with the ending of a plural is a noun, and another one a verb: "many drives", "many drive". */
const BEFORE_PLURALS = new Set("many several few fewer various both all most these those".split(" "));

/** Words after which a word is a noun. */
const BEFORE_NOUNS = new Set(
  (
    "the my your his her its our their no any some much more enough " +
    "new old good bad big small great little best better first last second final next only further other same different own whole main single basic such certain " +
    "of in on at for with by from about into onto over under between through during without within across against towards toward per via than like"
  ).split(" "),
);

/** Endings of adjectives that are rarely nouns. */
const ADJECTIVE = /(?<=\p{L}{2})(?:al|ive|ous|ic|ful|able|ible|less|ed)$/u;
const POSSESSIVE = /['\u2019]s\P{L}?$|s['\u2019]$/u;
const FILLERS = new Set("uh um er erm ah eh hm hmm mm".split(" "));

/**
 * Whether an English word that may be a noun is one here. A word that is a verb too needs a word before it that stands before
 * nouns; a word that is an adjective too also needs the end of its phrase after it.
 * @param at Its index in `words`.
 */
export function isNounAt(text: string, words: readonly TextWord[], at: number): boolean {
  const { folded, stems } = words[at] as TextWord;
  const before = wordBefore(text, words, at);
  const isVerb = stems.some(isVerbToo);
  const isAdjective = isAdjectiveToo(folded);
  if (!isVerb && !isAdjective) return before === null || !BEFORE_VERBS.has(before.folded);
  if (before === null || !standsBeforeNoun(text, before, stems[0] !== folded)) return false;
  return !isAdjective || endsPhrase(text, words, at);
}

function standsBeforeNoun(text: string, { folded, start, end }: TextWord, isPlural: boolean): boolean {
  if (BEFORE_SINGULARS.has(folded)) return !isPlural;
  if (BEFORE_PLURALS.has(folded)) return isPlural;
  if (BEFORE_NOUNS.has(folded) || ADJECTIVE.test(folded) || numberRuns([folded]).length > 0) return true;
  // "it's" is no possessive.
  return analyse(folded).length > 0 && POSSESSIVE.test(text.slice(start, end + 1));
}

/** The word before another one in its phrase, without fillers; null at the start of a phrase. */
function wordBefore(text: string, words: readonly TextWord[], at: number): TextWord | null {
  let { start } = words[at] as TextWord;
  let breaks = /[.?!:;,\u2026\u2014]/u;
  for (let index = at - 1; index >= 0; index -= 1) {
    const word = words[index] as TextWord;
    if (breaks.test(text.slice(word.end, start))) return null;
    if (!isFiller(text, word)) return word;
    start = word.start;
    // Commas stand around fillers: "the, uh, market".
    breaks = /[.?!:;\u2026\u2014]/u;
  }
  return null;
}

/** Whether no word of a phrase follows: a mark, the end of the text, or a word such as "is" or "of". */
function endsPhrase(text: string, words: readonly TextWord[], at: number): boolean {
  const { end } = words[at] as TextWord;
  const next = words[at + 1];
  if (next === undefined || /[^\s\-'"\u2019]/u.test(text.slice(end, next.start))) return true;
  return FILLERS.has(next.folded) || analyse(next.folded).length === 0;
}

/** "uh", and marks of a transcriber: "{vocalsound}". */
function isFiller(text: string, { folded, start }: TextWord): boolean {
  return FILLERS.has(folded) || text[start - 1] === "{";
}
