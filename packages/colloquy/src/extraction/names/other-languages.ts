import type { Word } from "./name-words.ts";

const PLAIN_LETTERS = /^[A-Za-z0-9]*$/;
/** At most this many letters of an ending may differ: "решение", "решения"; "decisión", "decisiones". */
const LONGEST_ENDING = 3;
const SHORTEST_BEGINNING = 3;
/** Articles, conjunctions and prepositions that Arabic and Hebrew write onto the word. */
const PREFIX = /^(?:[وفبلك]?ال|لل|[وفبلك]|[והבלמשכ])(?=.{3})/u;

/** Words that nearly every English text has. */
const COMMON_ENGLISH = new Set("the a and of to in is it that you i we for on".split(" "));
const FEWEST_WORDS = 20;
const LEAST_SHARE = 0.1;

/** Whether words are clearly not English, so that the English rules of endings do not apply. */
export function isAbroad(words: readonly Word[]): boolean {
  return words.length >= FEWEST_WORDS && !isEnglish(words);
}

/** Whether words have as many common English words as an English text. */
export function isEnglish(words: readonly Word[]): boolean {
  const common = words.filter(({ folded }) => COMMON_ENGLISH.has(folded)).length;
  return common > 0 && common >= words.length * LEAST_SHARE;
}

/** Whether a word has letters that English does not have. */
export function hasOtherLetters({ written }: Word): boolean {
  return !PLAIN_LETTERS.test(written);
}

/** Whether two words are equal except for short endings, of at most a third of the longer word. */
export function isInflected(first: string, second: string): boolean {
  return differInEnding(first, second) || differInEnding(first.replace(PREFIX, ""), second.replace(PREFIX, ""));
}

function differInEnding(first: string, second: string): boolean {
  const longer = Math.max(first.length, second.length);
  let shared = 0;
  while (shared < longer && first[shared] !== undefined && first[shared] === second[shared]) shared += 1;
  return (
    shared >= SHORTEST_BEGINNING &&
    first.length - shared <= LONGEST_ENDING &&
    second.length - shared <= LONGEST_ENDING &&
    shared * 3 >= longer * 2
  );
}
