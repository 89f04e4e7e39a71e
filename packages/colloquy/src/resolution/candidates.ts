import type { KeyPair } from "../ports/index.ts";
import { areNear, LEAST_COSINE, type TypedName } from "./near-names.ts";
import { cosineOf, isFar, sketchOf } from "./vector-sketch.ts";
import { sharedLetters } from "./shared-letters.ts";

/** A name with its vector. */
export interface ComparedName extends TypedName {
  /** Of length 1; null: the name is compared by its letters alone. */
  readonly vector: Float32Array | null;
}

/** What a comparison of names finds, in the order of keys. */
export interface Comparison {
  /** Pairs that mean one thing: see `areNear`. */
  readonly near: readonly KeyPair[];
  /** Other pairs that may mean one thing, about which a judge is asked. */
  readonly candidates: readonly KeyPair[];
}

/** The most pairs that a name chooses. Its other pairs are chosen by other names. */
const MOST_PAIRS = 10;
/** More of the pairs of a name than this are not remembered. */
const MOST_REMEMBERED = 8 * MOST_PAIRS;
/** Pairs below are not worth a question; see bench/resolution.ts. With vectors a score is at most 2.5, without at most 1.5. */
const LEAST_SCORES = { vectors: 0.5, letters: 0.25 } as const;
/** Pairs with fewer shared letters are found by their vectors alone. */
const LEAST_LETTERS = 0.1;
/** Pairs that are visited before other work of the process gets its turn. */
const VISITS_AT_ONCE = 200_000;

/**
 * Compares all names: each name chooses the names that are most similar to it. The similarity of two names is what their
 * letters share, plus the cosine of their vectors.
 *
 * Pure. The similarity of a pair depends on its two names only. So a further name adds pairs with itself, and never a
 * pair of two other names.
 *
 * @param isDecided Whether rules or the user have decided about two keys. Such pairs are left out, and do not count.
 * @param pause Lets other work of the process have its turn.
 */
export async function compareNames(
  names: readonly ComparedName[],
  isDecided: (one: string, other: string) => boolean,
  pause: () => Promise<void>,
): Promise<Comparison> {
  const sorted = names.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const similar = sorted.map((): Similar[] => []);
  const near = new Set<number>();
  const lettersOf = sharedLetters(sorted.map(({ key }) => key));
  const sketches = sorted.map(({ vector }) => (vector === null ? null : sketchOf(vector)));
  let visits = 0;
  for (const [position, { key, vector, ...name }] of sorted.entries()) {
    const letters = lettersOf(position);
    const visit = (other: number, shared: number, cosine: number | null): void => {
      const score = shared + (cosine ?? 0);
      const compared = sorted[other] as ComparedName;
      if (cosine !== null && cosine >= LEAST_COSINE && areNear({ key, ...name }, compared, cosine)) {
        if (!isDecided(key, compared.key)) near.add(position * sorted.length + other);
      } else if (score >= (cosine === null ? LEAST_SCORES.letters : LEAST_SCORES.vectors)) {
        remember(similar[position] as Similar[], { other, score });
        remember(similar[other] as Similar[], { other: position, score });
      }
    };
    const own = sketches[position] ?? null;
    for (const [other, shared] of letters) {
      const theirs = sorted[other]?.vector ?? null;
      if (vector === null || theirs === null) visit(other, shared, null);
      else if (shared >= LEAST_LETTERS) visit(other, shared, cosineOf(vector, theirs));
    }
    for (let other = position + 1; own !== null && vector !== null && other < sorted.length; other += 1) {
      const theirs = sketches[other] ?? null;
      if (theirs === null || isFar(own, theirs)) continue;
      const shared = letters.get(other) ?? 0;
      if (shared < LEAST_LETTERS) visit(other, shared, cosineOf(vector, sorted[other]?.vector as Float32Array));
    }
    visits += sorted.length - position;
    if (visits > VISITS_AT_ONCE) {
      visits = 0;
      await pause();
    }
  }
  const pairOf = (pair: number): KeyPair => ({
    first: sorted[Math.floor(pair / sorted.length)]?.key as string,
    second: sorted[pair % sorted.length]?.key as string,
  });
  const chosen = choose(sorted, similar, isDecided);
  return { near: inOrder(near).map(pairOf), candidates: inOrder(chosen).map(pairOf) };
}

interface Similar {
  readonly other: number;
  readonly score: number;
}

/** Equal scores are in the order of keys. */
const byScore = (a: Similar, b: Similar): number => b.score - a.score || a.other - b.other;

function remember(list: Similar[], similar: Similar): void {
  list.push(similar);
  if (list.length < 4 * MOST_REMEMBERED) return;
  list.sort(byScore);
  list.length = MOST_REMEMBERED;
}

/** The pairs that names choose, as numbers. */
function choose(
  names: readonly ComparedName[],
  similar: readonly Similar[][],
  isDecided: (one: string, other: string) => boolean,
): ReadonlySet<number> {
  const pairs = new Set<number>();
  for (const [position, list] of similar.entries()) {
    const key = names[position]?.key as string;
    const open = list
      .sort(byScore)
      .slice(0, MOST_REMEMBERED)
      .filter(({ other }) => !isDecided(key, names[other]?.key as string));
    for (const { other } of open.slice(0, MOST_PAIRS))
      pairs.add(Math.min(position, other) * names.length + Math.max(position, other));
  }
  return pairs;
}

function inOrder(pairs: ReadonlySet<number>): readonly number[] {
  return [...pairs].sort((a, b) => a - b);
}
