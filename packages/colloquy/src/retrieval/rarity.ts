import type { ReadOptions, VectorStore } from "../ports/index.ts";

/** How telling a term is in a workspace: its inverse document frequency, 0 for a term that was not asked about. */
export type Rarity = (term: string) => number;

/** Of the whole workspace, also where a search is limited to some files. Never negative (as in Lucene's BM25). */
export async function termRarity(store: VectorStore, terms: readonly string[], options: ReadOptions): Promise<Rarity> {
  const [chunks, frequencies] = await Promise.all([store.count(options), store.documentFrequencies(terms, options)]);
  const rarities = new Map<string, number>();
  for (const [index, term] of terms.entries()) {
    const frequency = Math.min(frequencies[index] ?? 0, chunks);
    rarities.set(term, Math.log(1 + (chunks - frequency + 0.5) / (frequency + 0.5)));
  }
  return (term) => rarities.get(term) ?? 0;
}
