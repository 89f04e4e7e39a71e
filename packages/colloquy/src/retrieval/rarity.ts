import type { ReadOptions, VectorStore } from "../ports/index.ts";

/** The inverse document frequency of a query term; 0 for other terms. */
export type Rarity = (term: string) => number;

export function totalRarity(terms: Iterable<string>, rarity: Rarity): number {
  let sum = 0;
  for (const term of terms) sum += rarity(term);
  return sum;
}

/** Computes rarity in the whole workspace, also for a search in some files. Never negative (as in Lucene's BM25). */
export async function readRarity(store: VectorStore, terms: readonly string[], options: ReadOptions): Promise<Rarity> {
  const [chunks, frequencies] = await Promise.all([store.count(options), store.documentFrequencies(terms, options)]);
  const rarities = new Map<string, number>();
  for (const [index, term] of terms.entries()) {
    const frequency = Math.min(frequencies[index] ?? 0, chunks);
    rarities.set(term, Math.log(1 + (chunks - frequency + 0.5) / (frequency + 0.5)));
  }
  return (term) => rarities.get(term) ?? 0;
}
