import { wordForms } from "../../analysis/index.ts";
import type { TurnView } from "../../model/index.ts";
import { swapsComparison } from "./comparison.ts";
import { isFunctionWord } from "./function-words.ts";
import { type Word, wordsOf } from "./name-words.ts";
import { contradicts, isNegation, isRejection } from "./negation.ts";
import { numberReadings, saidNumbers } from "./said-numbers.ts";
import { TurnWords } from "./turn-words.ts";

/** A piece of evidence that a sentence cites. */
export interface CitedWords {
  /** The words with their speaker, and other words that they refer to. */
  readonly turns: readonly TurnView[];
  /** What was concluded from the words and checked before. */
  readonly statements: readonly string[];
  /** Other words that tell what the words are about: their file, and what they refer to ("these"). Only names count. */
  readonly around?: readonly string[];
  readonly isNegated: boolean;
}

/** The smallest share of the content words, without names, that the evidence must have. A summary connects them by words of its own. */
const LEAST_SHARE = 0.5;
/** The smallest share of the content words that each cited piece must have. */
const LEAST_SHARE_OF_A_PIECE = 0.25;

/** Words that tell how something was said. They are no content of a transcript. */
const REPORTING = new TurnWords(
  "say tell state note mention discuss discussion describe explain argue argument claim suggest suggestion emphasize emphasise " +
    "express report ask question answer talk speak speaker participant conversation transcript podcast meeting interview topic " +
    "point view opinion statement evidence highlight address consider believe think agree disagree contrast contradict however " +
    "while whereas although both other several various according include involve relate regard also instead",
);

/** A part of a sentence with this many content words must have some of its own evidence. */
const LEAST_WORDS_OF_A_PART = 3;
const LEAST_SHARE_OF_A_PART = 1 / 3;
const PART_END = /[,;:–—]|(?<![\p{L}'’])(?:and|but|because|although|while|whereas)(?![\p{L}'’])/iu;

/**
 * Positions of the cited pieces that support a sentence; null if the sentence is not grounded. As far as words tell, a
 * grounded sentence says only what the pieces say: they have at least half of its content words, some of each longer part of it,
 * and all of its names and numbers; it is not negated unless one of them is, and does not deny what they say or the other way
 * round; it does not turn a comparison round.
 * @param options.names of the subject of the sentence, which it may use although the pieces do not.
 * @param options.others labels of people: a sentence that begins with one of them is about this person.
 */
export function groundSentence(
  sentence: string,
  pieces: readonly CitedWords[],
  { names, others = [] }: { readonly names: readonly string[]; readonly others?: readonly string[] },
): readonly number[] | null {
  if (isNegation(sentence) ? !pieces.some(isNegated) : isAssertion(sentence, pieces)) return null;
  const numbers = groundedNumbers(sentence, pieces, names);
  if (numbers === null) return null;
  const content = wordsOf(sentence).filter(isContent);
  const known = names.map((name) => new TurnWords(name));
  const places = pieces.map(placesOf);
  const all = [...known, ...places.flat()];
  const found = content.filter(
    (word) => numbers.some(({ start }) => start === word.start) || all.some((place) => place.hasFamily(word)),
  );
  const isForeign = (word: Word): boolean => !found.includes(word);
  const around = pieces.flatMap((piece) => (piece.around ?? []).map((words) => new TurnWords(words)));
  const isUnknown = (word: Word): boolean =>
    isForeign(word) && !(/\p{L}/u.test(word.written) && around.some((place) => place.hasFamily(word)));
  if (content.some((word) => isSpecific(word, sentence) && isUnknown(word))) return null;
  const people = others.map((label) => new TurnWords(label));
  const namesSomebody = (word: Word): boolean =>
    isHolder(word, sentence) || (isFirst(sentence, word.start) && people.some((label) => label.has(word)));
  if (content.some((word) => isForeign(word) && namesSomebody(word))) return null;
  const labels = pieces.flatMap(({ turns }) => turns.flatMap(({ speaker }) => speaker ?? []));
  const speakers = [...new Set(labels)].map((label) => new TurnWords(label));
  // Names do not count: they are in the evidence in any case, and say nothing.
  const ordinary = content.filter(
    (word) => !isSpecific(word, sentence) && !speakers.some((name) => name.hasFamily(word)),
  );
  const missing = ordinary.filter(isForeign).length;
  if (found.length === 0 || missing > (1 - LEAST_SHARE) * ordinary.length) return null;
  if (hasForeignPart(sentence, content, found)) return null;
  const texts = pieces.flatMap(({ turns }) => turns.map(({ text }) => text));
  if (swapsComparison(sentence, texts, isSameWord)) return null;
  if (contradicts(sentence, texts, isSameWord, (word) => found.some(({ start }) => start === word.start))) return null;
  // The names of the subject and of speakers do not show that a piece supports the sentence.
  const named = [...known, ...speakers];
  const telling = found.filter((word) => !named.some((name) => name.hasFamily(word)));
  const supporting = places.flatMap((own, position) => {
    const shared = telling.filter((word) => own.some((place) => place.hasFamily(word))).length;
    return shared > 0 && shared >= LEAST_SHARE_OF_A_PIECE * telling.length ? [position] : [];
  });
  return supporting.length === 0 ? null : supporting;
}

function placesOf({ turns, statements }: CitedWords): readonly TurnWords[] {
  const labels = turns.flatMap(({ speaker }) => speaker ?? []);
  const texts = [...turns.map(({ text }) => text), ...statements, ...labels];
  return [...new Set(texts)].map((text) => new TurnWords(text));
}

/** Whether the words of a part, such as a clause that is added at the end, are mostly not in the evidence. */
function hasForeignPart(sentence: string, content: readonly Word[], found: readonly Word[]): boolean {
  let start = 0;
  for (const text of sentence.split(PART_END)) {
    const end = sentence.indexOf(text, start) + text.length;
    const isIn = (word: Word): boolean => word.start >= start && word.start < end;
    const own = content.filter(isIn).length;
    if (own >= LEAST_WORDS_OF_A_PART && found.filter(isIn).length < LEAST_SHARE_OF_A_PART * own) return true;
    start = end;
  }
  return false;
}

function isSameWord(word: Word, said: Word): boolean {
  const { family } = wordForms(said.folded);
  return wordForms(word.folded).family.some((form) => family.includes(form));
}

/** Whether a sentence asserts what its pieces deny without a negation in their words. */
function isAssertion(sentence: string, pieces: readonly CitedWords[]): boolean {
  return pieces.length > 0 && pieces.every(isOnlyConcluded) && !isRejection(sentence);
}

/** Whether only the statement of a piece is denied ("That is nonsense."). Its words do not show what they deny. */
function isOnlyConcluded(piece: CitedWords): boolean {
  return piece.isNegated && !piece.turns.some(({ text }) => isNegation(text));
}

function isNegated({ turns, statements, isNegated: is }: CitedWords): boolean {
  return is || [...turns.map(({ text }) => text), ...statements].some(isNegation);
}

/** The words of the numbers of a sentence; null if the pieces do not say one of them. A "one" may be a pronoun. */
function groundedNumbers(
  sentence: string,
  pieces: readonly CitedWords[],
  names: readonly string[],
): readonly Word[] | null {
  const texts = pieces.flatMap(({ turns, statements }) => [...turns.map(({ text }) => text), ...statements]);
  const said = new Set([...texts, ...names].flatMap(numberReadings));
  const numbers = saidNumbers(sentence).filter(({ words }) => words.map(({ folded }) => folded).join(" ") !== "one");
  const isSaid = numbers.every(({ readings }) => readings.some((value) => said.has(value)));
  return isSaid ? numbers.flatMap(({ words }) => words) : null;
}

function isContent(word: Word, at: number): boolean {
  const { folded, written } = word;
  // Pieces of contractions such as "don't" and of possessives.
  if (folded.length === 1 && !/\p{N}/u.test(folded)) return false;
  if (at > 0 && isCapitalised(written)) return true;
  return !isFunctionWord(folded) && !REPORTING.has(word) && !CONTRACTED.has(folded) && !isNegation(folded);
}

const CONTRACTED = new Set([
  "don",
  "doesn",
  "didn",
  "isn",
  "aren",
  "wasn",
  "weren",
  "won",
  "wouldn",
  "couldn",
  "shouldn",
]);

/** Names and numbers. The first word of a sentence has a capital in any case, but before a name it is a part of it. */
function isSpecific({ written, start, end }: Word, sentence: string): boolean {
  if (/\p{N}/u.test(written)) return true;
  return isCapitalised(written) && (!isFirst(sentence, start) || /^ \p{Lu}\p{Ll}/u.test(sentence.slice(end)));
}

/** Verbs behind the name of somebody who holds a position, beside the words of reporting. */
const HOLDING = new TurnWords(
  "want like dislike prefer propose recommend oppose reject favour support need plan hope see find feel warn insist admit confirm " +
    "deny doubt advise stress add reply advocate expect decide",
);
/** They name nobody in particular. */
const ANYBODY = new TurnWords("people everyone everybody someone somebody anyone anybody most many others one");

/** Whether the first word of a sentence is the name of somebody who says or holds something: "Zelda thinks that ...". */
function isHolder(word: Word, sentence: string): boolean {
  if (!isFirst(sentence, word.start) || ANYBODY.has(word)) return false;
  const [next] = wordsOf(sentence.slice(word.end));
  return next !== undefined && (REPORTING.has(next) || HOLDING.has(next));
}

function isCapitalised(written: string): boolean {
  return /^\p{Lu}/u.test(written);
}

function isFirst(sentence: string, start: number): boolean {
  return /(?:^|[.!?:;])[^\p{L}\p{N}]*$/u.test(sentence.slice(0, start));
}
