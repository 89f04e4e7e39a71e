import { wordForms } from "../analysis/index.ts";

const INITIALS_WEIGHT = 0.5;

/**
 * Returns a function that maps the later keys that share letters with the key at a position to what they share: the
 * Jaccard index of the trigrams of the words' families, plus a constant if a word of one key is the initials of words of
 * the other. What two keys share depends on the two alone.
 */
export function sharedLetters(keys: readonly string[]): (position: number) => ReadonlyMap<number, number> {
  const written = keys.map(writtenForm);
  const [trigrams, shorts, initials] = [
    postings(written.map((form) => [...form.trigrams.keys()])),
    postings(written.map((form) => form.shorts)),
    postings(written.map((form) => form.initials)),
  ];
  const common = new Float64Array(keys.length);
  return (position) => {
    const own = written[position] as WrittenForm;
    const reached: number[] = [];
    for (const [trigram, weight] of own.trigrams) {
      for (const other of later(trigrams.get(trigram), position)) {
        if (common[other] === 0) reached.push(other);
        common[other] = (common[other] as number) + weight;
      }
    }
    const shared = new Map<number, number>();
    for (const other of reached) {
      const weight = common[other] as number;
      common[other] = 0;
      shared.set(other, weight / (own.weight + (written[other] as WrittenForm).weight - weight || 1));
    }
    const abbreviated = new Set([
      ...own.shorts.flatMap((word) => [...later(initials.get(word), position)]),
      ...own.initials.flatMap((letters) => [...later(shorts.get(letters), position)]),
    ]);
    for (const other of abbreviated) shared.set(other, (shared.get(other) ?? 0) + INITIALS_WEIGHT);
    return shared;
  };
}

function* later(positions: readonly number[] = [], after: number): Generator<number> {
  for (let at = positions.length - 1; at >= 0 && (positions[at] as number) > after; at -= 1)
    yield positions[at] as number;
}

/** How a name is written: its trigrams with their weights, its short words, and the initials of its runs of words. */
interface WrittenForm {
  readonly trigrams: ReadonlyMap<string, number>;
  /** Sum of the weights. */
  readonly weight: number;
  readonly shorts: readonly string[];
  readonly initials: readonly string[];
}

const FUNCTION_WORDS = new Set("a an the of and or in on to for with by at from".split(" "));
const MOST_INITIALS = 6;

function writtenForm(key: string): WrittenForm {
  const all = key.split(" ");
  const content = all.filter((word) => !FUNCTION_WORDS.has(word));
  const words = content.length === 0 ? all : content;
  const trigrams = new Map<string, number>();
  for (const word of words) for (const [trigram, weight] of trigramsOf(word)) trigrams.set(trigram, weight);
  return {
    trigrams,
    weight: [...trigrams.values()].reduce((sum, weight) => sum + weight, 0),
    shorts: words.filter(({ length }) => length >= 2 && length <= MOST_INITIALS),
    initials: initialsOf(words),
  };
}

/** The start of a word says more about its meaning than its ending. */
function trigramsOf(word: string): readonly (readonly [string, number])[] {
  const padded = `  ${wordForms(word).family} `;
  return Array.from({ length: padded.length - 2 }, (_, at) => [padded.slice(at, at + 3), [2, 1.5][at] ?? 1] as const);
}

/** First letters of each run of two to six words. */
function initialsOf(words: readonly string[]): readonly string[] {
  const letters = words.map((word) => [...word][0] ?? "");
  return letters.flatMap((_, from) =>
    letters.slice(from + 1, from + MOST_INITIALS).map((_, more) => letters.slice(from, from + more + 2).join("")),
  );
}

/** Maps each token to the positions of the lists that have it, in their order. */
function postings(lists: readonly (readonly string[])[]): ReadonlyMap<string, readonly number[]> {
  const positions = new Map<string, number[]>();
  lists.forEach((tokens, position) => {
    for (const token of new Set(tokens)) {
      const known = positions.get(token);
      if (known === undefined) positions.set(token, [position]);
      else known.push(position);
    }
  });
  return positions;
}
