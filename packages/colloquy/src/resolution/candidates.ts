import type { KeyPair } from "../ports/index.ts";
import { areNear, LEAST_COSINE, type TypedName } from "./near-names.ts";
import { sharedLetters } from "./shared-letters.ts";
import { cosineOf, sketchesOf } from "./vector-sketch.ts";

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
const LEAST_LETTERS = 0.2;
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
  const found = new FoundPairs(sorted, isDecided);
  const lettersOf = sharedLetters(sorted.map(({ key }) => key));
  const sketches = sketchesOf(sorted.map(({ vector }) => vector));
  let visits = 0;
  for (const [position, { vector }] of sorted.entries()) {
    const { reached, shares } = lettersOf(position);
    for (const other of reached) {
      const shared = shares[other] as number;
      const theirs = sorted[other]?.vector ?? null;
      if (vector === null || theirs === null) found.add(position, other, shared, null);
      else if (shared >= LEAST_LETTERS) found.add(position, other, shared, cosineOf(vector, theirs));
    }
    for (const other of sketches.nearAfter(position)) {
      const shared = shares[other] as number;
      if (shared < LEAST_LETTERS) found.add(position, other, shared, cosineOf(vector, sorted[other]?.vector));
    }
    visits += sorted.length - position;
    if (visits > VISITS_AT_ONCE) {
      visits = 0;
      await pause();
    }
  }
  return found.conclude();
}

interface Similar {
  readonly other: number;
  readonly score: number;
}

/** Equal scores are in the order of keys. */
const byScore = (a: Similar, b: Similar): number => b.score - a.score || a.other - b.other;

/** Collects the pairs of names, by the positions of the names. */
class FoundPairs {
  readonly #names: readonly ComparedName[];
  readonly #isDecided: (one: string, other: string) => boolean;
  readonly #similar: readonly Similar[][];
  readonly #near = new Set<number>();

  constructor(names: readonly ComparedName[], isDecided: (one: string, other: string) => boolean) {
    this.#names = names;
    this.#isDecided = isDecided;
    this.#similar = names.map(() => []);
  }

  /** @param one the smaller position. */
  add(one: number, other: number, letters: number, cosine: number | null): void {
    const score = letters + (cosine ?? 0);
    if (score < (cosine === null ? LEAST_SCORES.letters : LEAST_SCORES.vectors)) return;
    if (cosine !== null && cosine >= LEAST_COSINE && areNear(this.#at(one), this.#at(other), cosine)) {
      if (!this.#isDecided(this.#at(one).key, this.#at(other).key)) this.#near.add(this.#pairOf(one, other));
      return;
    }
    this.#remember(one, { other, score });
    this.#remember(other, { other: one, score });
  }

  conclude(): Comparison {
    const chosen = new Set<number>();
    for (const [position, list] of this.#similar.entries()) {
      let left = MOST_PAIRS;
      for (const { other } of list.sort(byScore).slice(0, MOST_REMEMBERED)) {
        if (left === 0) break;
        if (this.#isDecided(this.#at(position).key, this.#at(other).key)) continue;
        chosen.add(this.#pairOf(Math.min(position, other), Math.max(position, other)));
        left -= 1;
      }
    }
    return { near: this.#keysOf(this.#near), candidates: this.#keysOf(chosen) };
  }

  #remember(position: number, similar: Similar): void {
    const list = this.#similar[position] as Similar[];
    list.push(similar);
    if (list.length < 4 * MOST_REMEMBERED) return;
    list.sort(byScore);
    list.length = MOST_REMEMBERED;
  }

  #keysOf(pairs: ReadonlySet<number>): readonly KeyPair[] {
    const total = this.#names.length;
    return [...pairs]
      .sort((a, b) => a - b)
      .map((pair) => ({ first: this.#at(Math.floor(pair / total)).key, second: this.#at(pair % total).key }));
  }

  #pairOf(one: number, other: number): number {
    return one * this.#names.length + other;
  }

  #at(position: number): ComparedName {
    return this.#names[position] as ComparedName;
  }
}
