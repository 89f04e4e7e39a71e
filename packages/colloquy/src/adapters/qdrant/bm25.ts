const K1 = 1.2;
const B = 0.75;
const LOWEST_RARITY = 1e-6;

/** The BM25 statistics of all chunks of a workspace. Lengths are numbers of analysed terms. */
export interface Corpus {
  readonly chunks: number;
  readonly averageLength: number;
  /** The average length that the keyword vectors assume. */
  readonly assumedLength: number;
  readonly shortest: number;
  readonly longest: number;
}

/**
 * The BM25 weight of a term from its count in a chunk, with k1 = 1.2 and b = 0.75. Source: Robertson and Zaragoza, "The
 * probabilistic relevance framework: BM25 and beyond", 2009.
 */
export function termWeight(count: number, length: number, averageLength: number): number {
  return (count * (K1 + 1)) / (count + saturation(length, averageLength));
}

/** Inverse document frequency as in SQLite's FTS5, so the embedded store gives the same scores. */
export function termRarity(chunks: number, having: number): number {
  return Math.max(LOWEST_RARITY, Math.log((chunks - having + 0.5) / (having + 0.5)));
}

/**
 * The greatest ratio between a term's weight and its weight with the assumed average length. The ratio is monotone in
 * the term's count and in the chunk's length, so its maximum is at a corner.
 */
export function greatestRatio({ averageLength, assumedLength, shortest, longest }: Omit<Corpus, "chunks">): number {
  const ratios = [1, longest].flatMap((count) =>
    [shortest, longest].map(
      (length) => (count + saturation(length, assumedLength)) / (count + saturation(length, averageLength)),
    ),
  );
  return Math.max(...ratios);
}

function saturation(length: number, averageLength: number): number {
  return K1 * (1 - B + (B * length) / averageLength);
}
