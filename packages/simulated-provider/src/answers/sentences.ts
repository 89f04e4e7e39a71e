import { chance } from "../chance.ts";

/** A sentence with the numbers of the lines that it is taken from. */
export interface CitingSentence {
  readonly words: string;
  readonly numbers: readonly number[];
}

const MOST_SENTENCES = 4;
/** A sentence that is shorter says too little. */
const LEAST_CHARACTERS = 20;
/** Of sentences, the share that cites a number that no line has, as some models do. */
const WRONG_NUMBERS = 0.05;

/** Sentences from the numbered lines of a prompt, `[1] Speaker: words (= conclusion)`, spread over all lines. */
export function sentencesIn(prompt: string): readonly CitingSentence[] {
  const lines = [...prompt.matchAll(/^\[(\d+)\] (?:[^:\n]{1,60}: )?(.*)$/gm)].flatMap(([, number, line = ""]) => {
    const words = firstSentence(line.replace(/ \(= .*\)$/, ""));
    return words.length < LEAST_CHARACTERS ? [] : [{ number: Number(number), words }];
  });
  const different = [...new Map(lines.toReversed().map((line) => [line.words, line])).values()].toReversed();
  const step = Math.max(1, different.length / MOST_SENTENCES);
  return Array.from({ length: Math.min(MOST_SENTENCES, different.length) }, (_, index) => {
    const { number, words } = different[Math.floor(index * step)] as (typeof different)[number];
    return { words, numbers: [chance(words, "number") < WRONG_NUMBERS ? number + 900 : number] };
  });
}

/** The words up to the first full stop that makes a sentence. */
export function firstSentence(words: string): string {
  const sentence = new RegExp(`^.{${LEAST_CHARACTERS},}?[.!?](?= |$)`).exec(words)?.[0];
  return sentence ?? words.replace(/ \.\.\.$/, "").trim();
}
