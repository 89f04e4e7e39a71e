const UNITS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

const VALUES: ReadonlyMap<string, number> = new Map([
  ...UNITS.map((word, value) => [word, value] as const),
  ...TENS.flatMap((word, index) => {
    const value = (index + 2) * 10;
    return [word, `${word.slice(0, -1)}ies`].map((form) => [form, value] as const);
  }),
]);
const SCALES: ReadonlyMap<string, number> = new Map([
  ["hundred", 100],
  ["thousand", 1_000],
  ["million", 1_000_000],
  ["billion", 1_000_000_000],
]);

/** A number among words: `start` is the position of its first word, `end` the position after its last. */
export interface NumberRun {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/**
 * The numbers among words in lower case, in digits ("12.5", "20s") or in English words ("twenty five", "two hundred
 * and six"). Two numbers of two digits in a row are a year ("nineteen ninety"). Ordinals are not numbers here.
 */
export function numberRuns(words: readonly string[]): NumberRun[] {
  const runs: NumberRun[] = [];
  for (let start = 0; start < words.length;) {
    const run = digitsAt(words, start) ?? spelledAt(words, start);
    if (run !== null) runs.push(run);
    start = run?.end ?? start + 1;
  }
  return runs;
}

function digitsAt(words: readonly string[], start: number): NumberRun | null {
  const [, digits] = /^(\d{1,15}(?:\.\d{1,6})?)s?$/.exec(words[start] ?? "") ?? [];
  if (digits === undefined) return null;
  const scale = SCALES.get(singular(words[start + 1] ?? ""));
  return { start, end: start + (scale === undefined ? 1 : 2), value: Number(digits) * (scale ?? 1) };
}

function spelledAt(words: readonly string[], start: number): NumberRun | null {
  let [total, group] = [0, 0];
  let end = start;
  for (let at = start; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const value = VALUES.get(word);
    const scale = SCALES.get(singular(word));
    if (value !== undefined && (at === start || words[at - 1] === "and" || fits(group, value))) group += value;
    else if (value !== undefined && group >= 10 && group < 100 && value >= 10) group = group * 100 + value;
    else if (scale === 100 && at > start) group = Math.max(1, group) * 100;
    else if (scale !== undefined && at > start) [total, group] = [total + Math.max(1, group) * scale, 0];
    else if (word === "and" && end > start && group % 100 === 0 && VALUES.has(words[at + 1] ?? "")) continue;
    else break;
    end = at + 1;
  }
  return end > start ? { start, end, value: total + group } : null;
}

/** "twenty" is followed by "five", "hundred" by anything below. */
function fits(group: number, value: number): boolean {
  return group % 100 === 0 || (group % 10 === 0 && group % 100 >= 20 && value < 10);
}

function singular(word: string): string {
  return word.endsWith("s") ? word.slice(0, -1) : word;
}
