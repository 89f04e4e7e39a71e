import { wordForms } from "../analysis/index.ts";

const INITIALS_WEIGHT = 0.5;

/** What later keys share with a key. Valid until the next call. */
export interface SharedLetters {
  /** The positions of keys that share something; not in order. */
  readonly reached: readonly number[];
  /** What each key shares, by its position; 0 for keys that are not reached. */
  readonly shares: Readonly<Float64Array>;
}

/**
 * Returns a function that finds what later keys share with the key at a position: the Jaccard index of the trigrams of the
 * words' families, plus a constant if a word of one key is the initials of words of the other. What two keys share depends
 * on the two alone.
 */
export function sharedLetters(keys: readonly string[]): (position: number) => SharedLetters {
  const written = keys.map(writtenForm);
  const [trigrams, shorts, initials] = [
    postings(written.map((form) => [...form.trigrams.keys()])),
    postings(written.map((form) => form.shorts)),
    postings(written.map((form) => form.initials)),
  ];
  const shares = new Float64Array(keys.length);
  let reached: number[] = [];
  return (position) => {
    for (const other of reached) shares[other] = 0;
    reached = [];
    const own = written[position] as WrittenForm;
    for (const [trigram, weight] of own.trigrams) {
      const sharing = trigrams.get(trigram) ?? [];
      for (let at = sharing.length - 1; (sharing[at] ?? -1) > position; at -= 1) {
        const other = sharing[at] as number;
        const known = shares[other] as number;
        if (known === 0) reached.push(other);
        shares[other] = known + weight;
      }
    }
    for (const other of reached) {
      const common = shares[other] as number;
      shares[other] = common / (own.weight + (written[other] as WrittenForm).weight - common || 1);
    }
    const abbreviated = new Set([
      ...own.shorts.flatMap((word) => initials.get(word) ?? []),
      ...own.initials.flatMap((letters) => shorts.get(letters) ?? []),
    ]);
    for (const other of abbreviated) {
      if (other <= position) continue;
      if (shares[other] === 0) reached.push(other);
      shares[other] = (shares[other] as number) + INITIALS_WEIGHT;
    }
    return { reached, shares };
  };
}

/** How a key is written: its trigrams with their weights, its short words, and the initials of its runs of words. */
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
  const padded = `  ${wordForms(word).family.join(",")} `;
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
