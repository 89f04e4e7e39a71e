import type { Rarity } from "./rarity.ts";

/** The saturation of BM25 at its usual k1, for a chunk of average length. */
const K1 = 1.2;

/** Scores how often adjacent terms of the query are adjacent in a chunk. */
export function phraseScorer(query: readonly string[], rarity: Rarity): (chunk: readonly string[]) => number {
  const pairs = new Map<string, number>();
  for (const [first, second] of neighbours(query)) pairs.set(`${first} ${second}`, rarity(first) + rarity(second));
  return (chunk) => {
    if (pairs.size === 0) return 0;
    const counts = new Map<string, number>();
    for (const [first, second] of neighbours(chunk)) {
      const pair = `${first} ${second}`;
      if (pairs.has(pair)) counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    let score = 0;
    for (const [pair, count] of counts) score += ((pairs.get(pair) ?? 0) * count * (K1 + 1)) / (count + K1);
    return score;
  };
}

function* neighbours(terms: readonly string[]): Generator<readonly [string, string]> {
  for (let index = 1; index < terms.length; index++) yield [terms[index - 1] ?? "", terms[index] ?? ""];
}
