import { numberRuns } from "../../analysis/index.ts";
import type { TurnView } from "../../model/index.ts";
import { isFunctionWord } from "./function-words.ts";
import { type Word, wordsOf } from "./name-words.ts";
import { TurnWords } from "./turn-words.ts";

/** A piece of evidence that a sentence cites. */
export interface CitedWords {
  /** The words with their speaker, and other words that they refer to. */
  readonly turns: readonly TurnView[];
  /** What was concluded from the words and checked before. */
  readonly statements: readonly string[];
  readonly isNegated: boolean;
}

/** The smallest share of the content words that the evidence must have. A summary uses words of its own to connect them. */
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

const NEGATION =
  /(?<![\p{L}\p{N}])(?:not|no|never|nor|neither|none|nobody|nothing|without|cannot|lacks?|lacking|fails?|failed|unable)(?![\p{L}\p{N}])|n['’]t(?![\p{L}\p{N}])/iu;

/**
 * Positions of the cited pieces that support a sentence; null if the sentence is not grounded. As far as words tell, a
 * grounded sentence says only what the pieces say: they have at least half of its content words and all of its names and
 * numbers, and it is not negated unless one of them is.
 * @param names of the subject of the sentence, which it may use although the pieces do not.
 */
export function groundSentence(
  sentence: string,
  pieces: readonly CitedWords[],
  names: readonly string[],
): readonly number[] | null {
  if (NEGATION.test(sentence) && !pieces.some(isNegated)) return null;
  const content = wordsOf(sentence).filter(isContent);
  const known = names.map((name) => new TurnWords(name));
  const places = pieces.map(placesOf);
  const all = [...known, ...places.flat()];
  const found = content.filter((word) => all.some((place) => hasWord(place, word)));
  if (content.some((word) => isSpecific(word, sentence) && !found.includes(word))) return null;
  if (found.length === 0 || found.length < LEAST_SHARE * content.length) return null;
  // The names of the subject and of speakers do not show that a piece supports the sentence.
  const labels = pieces.flatMap(({ turns }) => turns.flatMap(({ speaker }) => speaker ?? []));
  const named = [...known, ...[...new Set(labels)].map((label) => new TurnWords(label))];
  const telling = found.filter((word) => !named.some((name) => hasWord(name, word)));
  const supporting = places.flatMap((own, position) => {
    const shared = telling.filter((word) => own.some((place) => hasWord(place, word))).length;
    return shared > 0 && shared >= LEAST_SHARE_OF_A_PIECE * telling.length ? [position] : [];
  });
  return supporting.length === 0 ? null : supporting;
}

function placesOf({ turns, statements }: CitedWords): readonly TurnWords[] {
  const labels = turns.flatMap(({ speaker }) => speaker ?? []);
  const texts = [...turns.map(({ text }) => text), ...statements, ...labels];
  return [...new Set(texts)].map((text) => new TurnWords(text));
}

function isNegated({ turns, statements, isNegated: is }: CitedWords): boolean {
  return is || [...turns.map(({ text }) => text), ...statements].some((text) => NEGATION.test(text));
}

function hasWord(place: TurnWords, word: Word): boolean {
  const [number] = numberRuns([word.folded]);
  return place.hasFamily(word) || (number !== undefined && place.hasNumber(number.value));
}

function isContent(word: Word, at: number): boolean {
  const { folded, written } = word;
  // Pieces of contractions such as "don't" and of possessives.
  if (folded.length === 1 && !/\p{N}/u.test(folded)) return false;
  if (at > 0 && isCapitalised(written)) return true;
  return !isFunctionWord(folded) && !REPORTING.has(word) && !CONTRACTED.has(folded) && !NEGATION.test(folded);
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

/** Names and numbers. The first word of a sentence has a capital in any case. */
function isSpecific({ written, start }: Word, sentence: string): boolean {
  return /\p{N}/u.test(written) || (isCapitalised(written) && !isFirst(sentence, start));
}

function isCapitalised(written: string): boolean {
  return /^\p{Lu}/u.test(written);
}

function isFirst(sentence: string, start: number): boolean {
  return /(?:^|[.!?:;])[^\p{L}\p{N}]*$/u.test(sentence.slice(0, start));
}
