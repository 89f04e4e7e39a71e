import type { Overlap } from "./comparison.ts";

/** Computes precision, recall and F1 (van Rijsbergen 1979) of B against the reference A. */
export function overlapOf(a: number, b: number, both: number): Overlap {
  return {
    a,
    b,
    both,
    precision: b === 0 ? null : both / b,
    recall: a === 0 ? null : both / a,
    f1: a + b === 0 ? null : (2 * both) / (a + b),
  };
}

export function overlapOfSets(a: ReadonlySet<string>, b: ReadonlySet<string>): Overlap {
  let both = 0;
  for (const key of a) if (b.has(key)) both += 1;
  return overlapOf(a.size, b.size, both);
}

/** The overlap of two lists with repeated values: a value counts as often as it occurs in both lists. */
export function overlapOfLists(a: readonly string[], b: readonly string[]): Overlap {
  const left = new Map<string, number>();
  for (const key of a) left.set(key, (left.get(key) ?? 0) + 1);
  let both = 0;
  for (const key of b) {
    const count = left.get(key) ?? 0;
    if (count === 0) continue;
    left.set(key, count - 1);
    both += 1;
  }
  return overlapOf(a.length, b.length, both);
}
