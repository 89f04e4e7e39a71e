import { numberRuns } from "../../analysis/index.ts";
import { type Word, wordsOf } from "./name-words.ts";

/** A number in a text. */
export interface SaidNumber {
  /** The words that say it. */
  readonly words: readonly Word[];
  /** What it may mean: "twelve fifty" is 1250, or 12.5 in a price. */
  readonly readings: readonly number[];
}

const SCALE = /^(?:hundred|thousand|million|billion)s?$/;
const CLOCK = /^(\d{1,2}):(\d{2})$/;

/** The numbers of a text: in digits ("12.5", "12:13") or in English words ("twelve point five", "twelve and a half"). */
export function saidNumbers(text: string): readonly SaidNumber[] {
  return numbersOf(wordsOf(text));
}

/** All that the numbers of a text may mean. Speakers repeat words: "twelve twelve and a half". */
export function numberReadings(text: string): readonly number[] {
  const words = wordsOf(text);
  const withoutRepetitions = words.filter(({ folded }, at) => folded !== words[at - 1]?.folded);
  return [words, withoutRepetitions].flatMap((said) => numbersOf(said).flatMap(({ readings }) => readings));
}

function numbersOf(all: readonly Word[]): readonly SaidNumber[] {
  // Single letters are pieces of words ("one point s eight"); "a hundred" is a number.
  const words = all.filter(({ folded }, at) => !/^\p{L}$/u.test(folded) || isScale(all[at + 1]));
  const folded = words.map((word, at) => (word.folded === "a" && isScale(words[at + 1]) ? "one" : word.folded));
  const clocks = words.flatMap((word): SaidNumber[] => {
    const [, hours, minutes] = CLOCK.exec(word.folded) ?? [];
    return hours === undefined ? [] : [{ words: [word], readings: [Number(hours) * 100 + Number(minutes)] }];
  });
  const numbers: SaidNumber[] = [];
  const runs = numberRuns(folded);
  for (let at = 0; at < runs.length; at += 1) {
    const run = runs[at];
    if (run === undefined) break;
    let { end } = run;
    let decimals = "";
    if (folded[end] === "point") {
      for (let next = runs[at + 1]; next?.start === end + (decimals === "" ? 1 : 0); next = runs[at + 1]) {
        decimals += String(next.value);
        end = next.end;
        at += 1;
      }
    } else if (folded[end] === "and" && folded[end + 1] === "half") {
      decimals = "5";
      end += 2;
    }
    const value = decimals === "" ? run.value : Number(`${run.value}.${decimals}`);
    const isPair = decimals === "" && run.value >= 1_000 && folded.slice(run.start, end).every(isSpelledPart);
    numbers.push({ words: words.slice(run.start, end), readings: isPair ? [value, value / 100] : [value] });
  }
  return [...clocks, ...numbers];
}

function isScale(word: Word | undefined): boolean {
  return word !== undefined && SCALE.test(word.folded);
}

/** Whether a word is a part of "twelve fifty", and not of "twelve hundred" or "1250". */
function isSpelledPart(word: string): boolean {
  return !SCALE.test(word) && !/\d/.test(word);
}
