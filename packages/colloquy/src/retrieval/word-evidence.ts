import { analyse } from "../analysis/index.ts";
import { cutPassages } from "../embedding/index.ts";
import type { IndexedChunk } from "../ports/index.ts";
import { type Rarity, totalRarity } from "./rarity.ts";
import { spokenTurns } from "./spoken-turns.ts";

/** How the words of a query occur in the text of a chunk. Both are shares of their largest possible value. */
export interface WordEvidence {
  /** The summed rarity of the words within one passage and its neighbours. */
  readonly together: number;
  /** The summed rarity of the pairs of adjacent words that are adjacent in the chunk. */
  readonly phrases: number;
}

/** @param terms of the query in their order. */
export function wordEvidence(terms: readonly string[], rarity: Rarity): (chunk: IndexedChunk) => WordEvidence {
  const different = [...new Set(terms)];
  const most = totalRarity(different, rarity);
  const pairs = new Map(pairsOf(terms).map(([pair, one, other]) => [pair, rarity(one) + rarity(other)]));
  const mostPairs = total([...pairs.values()]);
  return (chunk) => {
    if (most === 0) return { together: 0, phrases: 0 };
    const passages = cutPassages(spokenTurns(chunk)).map(({ text }) => analyse(text));
    const found = passages.map((passage) => new Set(passage.filter((term) => rarity(term) > 0)));
    const around = found.map(
      (own, index) => new Set([...own, ...(found[index - 1] ?? []), ...(found[index + 1] ?? [])]),
    );
    const adjacent = new Set(passages.flatMap((passage) => pairsWithRarity(passage, rarity)));
    return {
      together: Math.max(0, ...around.map((each) => totalRarity(each, rarity))) / most,
      phrases:
        mostPairs === 0 ? 0 : total([...pairs].map(([pair, value]) => (adjacent.has(pair) ? value : 0))) / mostPairs,
    };
  };
}

function pairsOf(terms: readonly string[]): (readonly [pair: string, first: string, second: string])[] {
  return terms.slice(1).map((term, index) => [`${terms[index]} ${term}`, terms[index] as string, term]);
}

/** The pairs of adjacent words that are both words of the query. */
function pairsWithRarity(terms: readonly string[], rarity: Rarity): string[] {
  return terms.flatMap((term, index) => {
    const before = terms[index - 1];
    return before !== undefined && rarity(term) > 0 && rarity(before) > 0 ? [`${before} ${term}`] : [];
  });
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
