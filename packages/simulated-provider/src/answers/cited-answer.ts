import { chance } from "../chance.ts";
import { linesOf } from "./sections.ts";
import { firstSentence } from "./sentences.ts";

/** A sentence of an answer, with the source that it is copied from. */
export interface AnsweringSentence {
  readonly text: string;
  readonly source: number;
  /** The words of the source that it cites. */
  readonly words: string;
}

const MOST_SENTENCES = 3;
/** A shorter word is in every sentence. */
const LEAST_LETTERS = 4;
/** Of sentences, the shares that cite another number, and words that nobody said, as some models do. */
const WRONG_NUMBERS = 0.05;
const WRONG_WORDS = 0.05;

/**
 * The sentences of numbered sources, `> [3] Speaker: words (= conclusion)`, that have most words in common with the question of
 * the prompt; none if no source has any.
 */
export function answerFrom(prompt: string): readonly AnsweringSentence[] {
  const question = new Set(wordsOf((linesOf(prompt, "The question") ?? []).join(" ")));
  return [...prompt.matchAll(/^> \[(\d+)\] (?:[^:\n]{1,120}: )?(.*)$/gm)]
    .map(([, number, line = ""]) => {
      const text = firstSentence(line.replace(/ \(= .*\)$/, ""));
      const common = new Set(wordsOf(text).filter((word) => question.has(word))).size;
      return { text, number: Number(number), common };
    })
    .filter(({ common }) => common > 0)
    .toSorted((one, other) => other.common - one.common || one.number - other.number)
    .slice(0, MOST_SENTENCES)
    .map(({ text, number }) => ({
      text,
      source: chance(text, "number") < WRONG_NUMBERS ? number + 900 : number,
      words: chance(text, "words") < WRONG_WORDS ? `As everybody knows, ${text}` : text,
    }));
}

function wordsOf(text: string): readonly string[] {
  return (text.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => word.length >= LEAST_LETTERS);
}
