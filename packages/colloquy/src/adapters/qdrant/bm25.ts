const K1 = 1.2;
const B = 0.75;
const LOWEST_RARITY = 1e-6;

/** What BM25 needs to know of all chunks of a workspace. Lengths are numbers of analysed terms. */
export interface Corpus {
  readonly chunks: number;
  readonly averageLength: number;
  /** The average length with which keyword vectors were made. */
  readonly assumedLength: number;
  readonly shortest: number;
  readonly longest: number;
}

/**
 * What BM25 gives a term for its count in a chunk, k1 1.2 and b 0.75.
 * Source: Robertson and Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009.
 */
export function termWeight(count: number, length: number, averageLength: number): number {
  return (count * (K1 + 1)) / (count + saturation(length, averageLength));
}

/** Inverse document frequency as SQLite's FTS5 has it, so that the embedded store gives the same scores. */
export function termRarity(chunks: number, having: number): number {
  return Math.max(LOWEST_RARITY, Math.log((chunks - having + 0.5) / (having + 0.5)));
}

/**
 * By how much at most the weight of a term exceeds the one that the assumed average length gives. In the count of the
 * term and in the length of the chunk the ratio is monotone, so that it is greatest in a corner.
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
