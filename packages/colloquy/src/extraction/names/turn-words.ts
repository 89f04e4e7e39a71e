import { numberRuns, wordForms } from "../../analysis/index.ts";
import { isFunctionWord, withoutMarks } from "./function-words.ts";
import { type Word, wordsOf } from "./name-words.ts";
import { hasOtherLetters, isAbroad, isInflected } from "./other-languages.ts";
import { isUnspaced, standsUnspaced } from "./unspaced.ts";

/** Both parts of a compound have at least this many letters. */
const SHORTEST_PART = 4;
/** Shorter neighbours match by chance, as pieces of contractions: "we're", "d" and "red". */
const SHORTEST_JOINED = 5;
/** Letters that German puts between the parts of a compound. */
const LINKS = ["", "s", "es", "n", "en", "e"];

/** The words of one turn or label, in which words of names are looked up. */
export class TurnWords {
  readonly words: readonly Word[];
  readonly #inflections = new Set<string>();
  readonly #families = new Set<string>();
  readonly #folded = new Set<string>();
  readonly #initials: string;
  readonly #isAbroad: boolean;

  constructor(text: string) {
    this.words = wordsOf(text);
    const folded = this.words.map((word) => word.folded);
    for (const word of folded) {
      this.#folded.add(word);
      this.#add(word);
      for (const form of wordForms(word).family) this.#families.add(form);
    }
    for (const joined of joinedWords(folded)) this.#add(joined);
    for (const { value } of numberRuns(folded)) this.#inflections.add(numberForm(value));
    this.#isAbroad = isAbroad(this.words);
    this.#initials = initialsOf(text, this.words);
  }

  /** Whether it has a word in some form, as one word or as two. */
  has(word: Word): boolean {
    const { folded } = word;
    if (this.#hasForm(folded)) return true;
    if (isUnspaced(folded)) return standsUnspaced(folded, [...this.#folded]);
    return this.words.some((said) => this.#isInflected(said, word)) || this.#hasParts(folded);
  }

  /** Whether it has a word, or the word from which it derives: "reduction" when the text has "reduces". */
  hasFamily(word: Word): boolean {
    return this.has(word) || wordForms(word.folded).family.some((form) => this.#families.has(form));
  }

  /** Whether it has consecutive words of a name as one word: "remote control" in "remotecontrol". */
  hasJoined(words: readonly Word[]): boolean {
    return this.#hasForm(words.map(({ folded }) => folded).join(""));
  }

  hasNumber(value: number): boolean {
    return this.#inflections.has(numberForm(value));
  }

  /** Whether consecutive content words of one sentence begin with the letters of an acronym. */
  hasInitials(letters: string): boolean {
    return this.#initials.includes(letters);
  }

  /** Whether it has a word in exactly the same letters, including capitals. */
  hasWritten({ written }: Word): boolean {
    return this.words.some((said) => withoutMarks(said.written) === withoutMarks(written));
  }

  #add(word: string): void {
    for (const form of wordForms(word).inflection) this.#inflections.add(form);
  }

  #hasParts(compound: string): boolean {
    for (let cut = SHORTEST_PART; cut <= compound.length - SHORTEST_PART; cut += 1) {
      if (!this.#hasForm(compound.slice(cut))) continue;
      const first = compound.slice(0, cut);
      const isPart = LINKS.some(
        (link) =>
          first.endsWith(link) &&
          first.length - link.length >= SHORTEST_PART &&
          this.#hasForm(first.slice(0, first.length - link.length)),
      );
      if (isPart) return true;
    }
    return false;
  }

  #isInflected(said: Word, word: Word): boolean {
    const isForeign = this.#isAbroad || hasOtherLetters(said) || hasOtherLetters(word);
    return isForeign && isInflected(said.folded, word.folded);
  }

  #hasForm(word: string): boolean {
    return wordForms(word).inflection.some((form) => this.#inflections.has(form));
  }
}

function numberForm(value: number): string {
  return `#${value}`;
}

/** Joins neighbours into one word ("power point"), and letters in a row ("T_V_", "U.S."). */
function joinedWords(folded: readonly string[]): string[] {
  const joined: string[] = [];
  for (const [at, word] of folded.entries()) {
    const next = folded[at + 1];
    if (next !== undefined && word.length + next.length >= SHORTEST_JOINED) joined.push(word + next);
    if (word.length > 1 || folded[at - 1]?.length === 1) continue;
    let letters = word;
    for (let end = at + 1; folded[end]?.length === 1; end += 1) letters += folded[end] ?? "";
    if (letters.length > 2) joined.push(letters);
  }
  return joined;
}

const SENTENCE_END = /[.!?…;:]/;

/** The first letters of the content words, with a space at the end of a sentence. */
function initialsOf(text: string, words: readonly Word[]): string {
  let initials = "";
  let end = 0;
  for (const word of words) {
    if (SENTENCE_END.test(text.slice(end, word.start))) initials += " ";
    if (!isFunctionWord(word.folded)) initials += word.folded.charAt(0);
    end = word.end;
  }
  return initials;
}
