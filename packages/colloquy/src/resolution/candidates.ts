import { wordForms } from "../analysis/index.ts";

/** A name that may be one entity with another name. */
export interface CandidateName {
  /** Its normalised key: see `NameKey.key`. */
  readonly key: string;
  /** Vectors of length 1; absent: names are compared by their letters alone. */
  readonly vectors?: {
    /** Of the name alone. */
    readonly name: Float32Array;
    /** Of the name with the words around it. */
    readonly context: Float32Array;
  };
}

/** Two keys, the smaller one first. */
export type KeyPair = readonly [string, string];

/** The most pairs that a name chooses. Its other pairs are chosen by other names. */
const MOST_PAIRS = 10;
/** Pairs below are not worth a question. With vectors a score is at most 3, without at most 1.5; see bench/resolution.ts. */
const LEAST_SCORE = { vectors: 0.7, letters: 0.25 } as const;
const CONTEXT_WEIGHT = 0.5;
const INITIALS_WEIGHT = 0.5;

/**
 * Finds the pairs of names that a judge is asked about: each name with the names that are most similar to it. Similarity
 * is the Jaccard index of the trigrams of the words' families, plus a constant if a word of one name is the initials of
 * words of the other, plus the cosines of the vectors.
 *
 * Pure. The score of a pair depends on its two names only. So a further name adds pairs with itself, and never a pair
 * of two other names.
 *
 * @param isDecided Whether rules or the user have decided about two keys. Such pairs are left out, and do not count.
 * @returns the pairs in the order of their keys.
 */
export function candidatePairs(
  names: readonly CandidateName[],
  isDecided: (one: string, other: string) => boolean,
): readonly KeyPair[] {
  const sorted = names.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const scoreOf = similarityIn(sorted);
  const pairs = new Set<number>();
  sorted.forEach(({ key }, index) => {
    let chosen = 0;
    // Equal scores are in the order of keys.
    const similar = scoreOf(index).sort((a, b) => b.score - a.score || a.other - b.other);
    for (const { other } of similar) {
      if (chosen === MOST_PAIRS) break;
      if (isDecided(key, sorted[other]?.key as string)) continue;
      pairs.add(Math.min(index, other) * sorted.length + Math.max(index, other));
      chosen += 1;
    }
  });
  const keyAt = (at: number): string => sorted[at]?.key as string;
  return [...pairs]
    .sort((a, b) => a - b)
    .map((pair) => [keyAt(Math.floor(pair / sorted.length)), keyAt(pair % sorted.length)] as const);
}

interface Scored {
  readonly other: number;
  readonly score: number;
}

/** Returns a function that lists the names that are similar to the name at a position. */
function similarityIn(names: readonly CandidateName[]): (position: number) => Scored[] {
  const written = names.map(({ key }) => writtenForm(key));
  const [trigrams, shorts, initials] = [
    postings(written.map((form) => [...form.trigrams.keys()])),
    postings(written.map((form) => form.shorts)),
    postings(written.map((form) => form.initials)),
  ];
  return (position) => {
    const own = written[position] as WrittenForm;
    const shared = new Map<number, number>();
    for (const [trigram, weight] of own.trigrams)
      for (const other of trigrams.get(trigram) ?? []) shared.set(other, (shared.get(other) ?? 0) + weight);
    const abbreviated = new Set([
      ...own.shorts.flatMap((word) => initials.get(word) ?? []),
      ...own.initials.flatMap((letters) => shorts.get(letters) ?? []),
    ]);
    const scored: Scored[] = [];
    for (let other = 0; other < names.length; other += 1) {
      if (other === position) continue;
      const common = shared.get(other) ?? 0;
      const letters =
        common / (own.weight + (written[other] as WrittenForm).weight - common || 1) +
        (abbreviated.has(other) ? INITIALS_WEIGHT : 0);
      const meaning = cosines(names[position] as CandidateName, names[other] as CandidateName);
      const least = meaning === null ? LEAST_SCORE.letters : LEAST_SCORE.vectors;
      const score = letters + (meaning ?? 0);
      if (score >= least) scored.push({ other, score });
    }
    return scored;
  };
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

/** Maps each token to the positions of the lists that have it. */
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

/** Null if one of the names has no vectors. */
function cosines({ vectors: one }: CandidateName, { vectors: other }: CandidateName): number | null {
  if (one === undefined || other === undefined) return null;
  return dot(one.name, other.name) + CONTEXT_WEIGHT * dot(one.context, other.context);
}

function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] as number) * (other[at] as number);
  return sum;
}
