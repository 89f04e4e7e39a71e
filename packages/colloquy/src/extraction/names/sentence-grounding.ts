import { wordForms } from "../../analysis/index.ts";
import type { TurnView } from "../../model/index.ts";
import { swapsComparison } from "./comparison.ts";
import type { Word } from "./name-words.ts";
import { contradicts, isNegation, isRejection } from "./negation.ts";
import { numberReadings, saidNumbers } from "./said-numbers.ts";
import { beginsWithName, contentOf, isFirst, isHolder, isSpecific } from "./sentence-words.ts";
import { TurnWords } from "./turn-words.ts";

/** A piece of evidence that a sentence cites. */
export interface CitedWords {
  /** The words with their speaker, and other words that they refer to. */
  readonly turns: readonly TurnView[];
  /** What was concluded from the words and checked before. */
  readonly statements: readonly string[];
  /** Other words that tell what the words are about: their file, and what they refer to ("these"). Only names count. */
  readonly around?: readonly string[];
  /** What the conversation says elsewhere, if the words have a "we": it may stand for a name at the beginning of the sentence. */
  readonly elsewhere?: readonly string[];
  readonly isNegated: boolean;
}

/** The smallest share of the content words, without names, that the evidence must have. A summary connects them by words of its own. */
const LEAST_SHARE = 0.5;
/** The smallest share of the content words that each cited piece must have. */
const LEAST_SHARE_OF_A_PIECE = 0.25;

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
  const words = comparedWords(sentence, pieces, names, numbers);
  if (namesOthers(words, pieces, others) || isMostlyForeign(words)) return null;
  const texts = pieces.flatMap(({ turns }) => turns.map(({ text }) => text));
  if (swapsComparison(sentence, texts, isSameWord)) return null;
  if (contradicts(sentence, texts, isSameWord, (word) => words.found.some(({ start }) => start === word.start)))
    return null;
  return supportingPieces(words);
}

/** The words of a sentence beside those of its evidence. */
interface ComparedWords {
  readonly sentence: string;
  readonly content: readonly Word[];
  /** The content words that the evidence has, or that are of the subject. */
  readonly found: readonly Word[];
  /** The words of each piece. */
  readonly places: readonly (readonly TurnWords[])[];
  /** Names of the subject and of the speakers. They show nothing: they are in the evidence in any case. */
  readonly known: readonly TurnWords[];
  readonly speakers: readonly TurnWords[];
}

function comparedWords(
  sentence: string,
  pieces: readonly CitedWords[],
  names: readonly string[],
  numbers: readonly Word[],
): ComparedWords {
  const content = contentOf(sentence);
  const known = names.map((name) => new TurnWords(name));
  const places = pieces.map(placesOf);
  const all = [...known, ...places.flat()];
  const found = content.filter(
    (word) => numbers.some(({ start }) => start === word.start) || all.some((place) => place.hasFamily(word)),
  );
  const labels = pieces.flatMap(({ turns }) => turns.flatMap(({ speaker }) => speaker ?? []));
  const speakers = [...new Set(labels)].map((label) => new TurnWords(label));
  return { sentence, content, found, places, known, speakers };
}

/** Whether a sentence has a name, or a number in digits, that the evidence does not have. */
function namesOthers(
  { sentence, content, found, places }: ComparedWords,
  pieces: readonly CitedWords[],
  others: readonly string[],
): boolean {
  const foreign = content.filter((word) => !found.includes(word));
  if (foreign.length === 0) return false;
  const around = pieces.flatMap((piece) => (piece.around ?? []).map((words) => new TurnWords(words)));
  const isAround = (word: Word): boolean =>
    /\p{L}/u.test(word.written) && around.some((place) => place.hasFamily(word));
  const isMeant = (word: Word): boolean =>
    pieces.some(({ elsewhere = [] }) => elsewhere.some((words) => new TurnWords(words).hasWritten(word)));
  const said = places.flatMap((own) => own.flatMap(({ words }) => words));
  const isName = (word: Word): boolean =>
    isSpecific(word, sentence) || (beginsWithName(word, sentence, said) && !isMeant(word));
  const people = others.map((label) => new TurnWords(label));
  const isSomebody = (word: Word): boolean =>
    isHolder(word, sentence) || (isFirst(sentence, word.start) && people.some((label) => label.has(word)));
  return foreign.some((word) => isSomebody(word) || (!isAround(word) && isName(word)));
}

/** Whether the evidence lacks too many of the ordinary words, of the whole sentence or of a part. */
function isMostlyForeign({ sentence, content, found, speakers }: ComparedWords): boolean {
  const ordinary = content.filter(
    (word) => !isSpecific(word, sentence) && !speakers.some((name) => name.hasFamily(word)),
  );
  const missing = ordinary.filter((word) => !found.includes(word)).length;
  return (
    found.length === 0 || missing > (1 - LEAST_SHARE) * ordinary.length || hasForeignPart(sentence, content, found)
  );
}

/** The positions of the pieces with enough of the words that tell something; null if there are none. */
function supportingPieces({ found, places, known, speakers }: ComparedWords): readonly number[] | null {
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
