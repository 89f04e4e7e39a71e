const K1 = 1.2;
const B = 0.75;
const LOWEST_WEIGHT = 1e-6;

/**
 * BM25 of documents of terms, as SQLite's FTS5 defines it (k1 1.2, b 0.75; a term in more than half of the documents
 * has almost no weight). A repeated query term has twice the weight. Source: Robertson and Zaragoza, "The probabilistic
 * relevance framework: BM25 and beyond", 2009.
 */
export function bm25(documents: readonly (readonly string[])[], query: readonly string[]): readonly number[] {
  const averageLength = documents.reduce((sum, document) => sum + document.length, 0) / documents.length;
  const weights = query.map((term) => {
    const having = documents.filter((document) => document.includes(term)).length;
    return Math.max(LOWEST_WEIGHT, Math.log((documents.length - having + 0.5) / (having + 0.5)));
  });
  return documents.map((document) =>
    query.reduce((score, term, index) => {
      const frequency = document.filter((one) => one === term).length;
      const length = 1 - B + (B * document.length) / averageLength;
      return score + ((weights[index] as number) * frequency * (K1 + 1)) / (frequency + K1 * length);
    }, 0),
  );
}
