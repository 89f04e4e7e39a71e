import { wordForms } from "../../analysis/index.ts";
import { dictionaryEntry } from "./english-words.ts";
import { isFunctionWord } from "./function-words.ts";
import { type Word, wordsOf } from "./name-words.ts";
import { isNegation } from "./negation.ts";
import { isEnglish } from "./other-languages.ts";
import { TurnWords } from "./turn-words.ts";

/** Words that tell how something was said. They are no content of a transcript. */
const REPORTING = new TurnWords(
  "say tell state note mention discuss discussion describe explain argue argument claim suggest suggestion emphasize emphasise " +
    "express report ask question answer talk speak speaker participant conversation transcript podcast meeting interview topic " +
    "point view opinion statement evidence highlight address consider believe think agree disagree contrast contradict however " +
    "while whereas although both other several various according include involve relate regard also instead",
);
/** Verbs behind the name of somebody who holds a position, beside the words of reporting. */
const HOLDING = new TurnWords(
  "want like dislike prefer propose recommend oppose reject favour support need plan hope see find feel warn insist admit confirm " +
    "deny doubt advise stress add reply advocate expect decide hold",
);
/** They name nobody in particular. */
const ANYBODY = new TurnWords("people everyone everybody someone somebody anyone anybody most many others one");
const CONTRACTED = new Set("don doesn didn isn aren wasn weren won wouldn couldn shouldn".split(" "));
/** Function words that are names of people too. */
const NAMES_OF_PEOPLE = new Set(["will", "may"]);
const AUXILIARIES = new Set(
  "is was has had does did will would can could may might must shall should cannot".split(" "),
);
/** Verbs whose past has the same form. */
const UNCHANGING = new Set("cut put let set hit shut hurt quit".split(" "));

/** "Sue, the nurse, ...". */
const APPOSITION = /^, (?:the|an?|who|our|their|his|her) /;
const ADVERB = /^(?:[a-z]{2,}ly|always|often|never|also|still|just|sometimes|soon)$/;
/** Words that an object or a clause begins with. */
const OBJECTS = new Set(
  "the a an this that these those his her their its our my your him them it us to for".split(" "),
);

/** The words of a sentence that say something: no function words, words of reporting and negations. */
export function contentOf(sentence: string): readonly Word[] {
  return wordsOf(sentence).filter((word, at) => isContent(word, at) || isNamesake(word, sentence));
}

function isContent(word: Word, at: number): boolean {
  const { folded, written } = word;
  // Pieces of contractions such as "don't" and of possessives.
  if (folded.length === 1 && !/\p{N}/u.test(folded)) return false;
  if (at > 0 && isCapitalised(written)) return true;
  return !isFunctionWord(folded) && !REPORTING.has(word) && !CONTRACTED.has(folded) && !isNegation(folded);
}

/** Names and numbers. The first word of a sentence has a capital in any case, but before a name it is a part of it. */
export function isSpecific({ written, start, end }: Word, sentence: string): boolean {
  if (/\p{N}/u.test(written)) return true;
  return isCapitalised(written) && (!isFirst(sentence, start) || /^ \p{Lu}\p{Ll}/u.test(sentence.slice(end)));
}

/** Whether the first word of a sentence is the name of somebody who says or holds something: "Zelda thinks that ...". */
export function isHolder(word: Word, sentence: string): boolean {
  return isFirst(sentence, word.start) && !ANYBODY.has(word) && isBeforeHolding(word, sentence);
}

/**
 * Whether the first word of an English sentence is a name: a dictionary does not have it as another word, or has it as both and
 * a verb follows ("Mark stole ...", but "Mark my words").
 * @param around words of the same language, because a short sentence does not show its own.
 */
export function beginsWithName(word: Word, sentence: string, around: readonly Word[]): boolean {
  if (!isFirst(sentence, word.start) || !isCapitalised(word.written)) return false;
  if (!isEnglish([...wordsOf(sentence), ...around])) return false;
  const entry = dictionaryEntry(word.folded);
  return entry === "both" ? isBeforeVerb(word, sentence) : entry !== "word";
}

/** Whether the first word is a function word that is used as a name: "Will said ...". */
function isNamesake(word: Word, sentence: string): boolean {
  return NAMES_OF_PEOPLE.has(word.folded) && isFirst(sentence, word.start) && isBeforeVerb(word, sentence);
}

function isBeforeVerb(word: Word, sentence: string): boolean {
  const rest = sentence.slice(word.end);
  if (APPOSITION.test(rest)) return true;
  const [next, afterNext] = wordsOf(rest);
  // "Mark often pays ...": the verb is behind the adverb.
  if (next !== undefined && afterNext !== undefined && ADVERB.test(next.folded))
    return isBeforeVerb({ ...word, end: word.end + next.end }, sentence);
  if (isPresent(next, afterNext)) return true;
  if (next === undefined || /^\p{Lu}/u.test(next.written)) return false;
  if (/^['’]s(?!\p{L})/u.test(rest) || AUXILIARIES.has(next.folded) || UNCHANGING.has(next.folded)) return true;
  return isBeforeHolding(word, sentence) || /[a-z]{2}ed$/.test(next.folded) || isIrregular(next);
}

function isBeforeHolding({ end }: Word, sentence: string): boolean {
  const [next] = wordsOf(sentence.slice(end));
  return next !== undefined && (REPORTING.has(next) || HOLDING.has(next));
}

/** A third person before its object: "buys the coffee". Without an object it may be a plural ("Rich countries need ..."). */
function isPresent(verb: Word | undefined, object: Word | undefined): boolean {
  return (
    verb !== undefined &&
    object !== undefined &&
    /[a-z]{2}[^sui]s$|[a-z]ies$/.test(verb.folded) &&
    OBJECTS.has(object.folded)
  );
}

/** Irregular forms that are no verbs. */
const OTHER_FORMS =
  /(?:people|men|children|feet|teeth|mice|lives|wives|analyses|data|media|criteria|better|best|worse|worst|less|least|more|most)$/;

/** Whether a word is a form of a verb that no rule of endings gives, such as "stole". */
function isIrregular({ folded }: Word): boolean {
  if (OTHER_FORMS.test(folded)) return false;
  return wordForms(folded).inflection.some((form) => form.startsWith("^") && form !== `^${folded}`);
}

export function isFirst(sentence: string, start: number): boolean {
  return /(?:^|[.!?:;])[^\p{L}\p{N}]*$/u.test(sentence.slice(0, start));
}

function isCapitalised(written: string): boolean {
  return /^\p{Lu}/u.test(written);
}
