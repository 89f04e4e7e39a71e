import type { Overlap } from "./comparison.ts";

/** Precision, recall and F1 (van Rijsbergen 1979) of B against the reference A. */
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

/** How far two sets agree. */
export function overlapOfSets(a: ReadonlySet<string>, b: ReadonlySet<string>): Overlap {
  let both = 0;
  for (const key of a) if (b.has(key)) both += 1;
  return overlapOf(a.size, b.size, both);
}

/** How far two lists agree in which a value may stand more than once: each counts as often as both have it. */
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
