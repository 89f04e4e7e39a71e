import { analyse } from "../analysis/index.ts";
import type { ReadOptions, VectorStore } from "../ports/index.ts";

/** White space and the characters that join compounds. The parts of a compound are looked up separately. */
const BETWEEN_WORDS = /[\s\-‐‑–—/]+/u;
const OUTSIDE_WORD = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

/**
 * The words of a query that no chunk contains in any form, as written and in query order. Words that a search ignores
 * are not included. The list is empty while no chunk is indexed.
 */
export async function absentWords(
  store: VectorStore,
  query: string,
  options: ReadOptions = {},
): Promise<readonly string[]> {
  if ((await store.count(options)) === 0) return [];
  const termsOf = wordsWithTerms(query);
  const terms = [...new Set([...termsOf.values()].flat())];
  const frequencies = await store.documentFrequencies(terms, options);
  const absent = new Set(terms.filter((_, index) => frequencies[index] === 0));
  return [...termsOf].filter(([, own]) => own.every((term) => absent.has(term))).map(([word]) => word);
}

/** The different words of a query with their terms; only the first of several forms of one word. */
function wordsWithTerms(query: string): ReadonlyMap<string, readonly string[]> {
  const known = new Set<string>();
  const words = new Map<string, readonly string[]>();
  for (const written of query.split(BETWEEN_WORDS)) {
    const word = written.replace(OUTSIDE_WORD, "");
    const terms = analyse(word);
    if (terms.length === 0 || known.has(terms.join(" "))) continue;
    known.add(terms.join(" "));
    words.set(word, terms);
  }
  return words;
}
