import { saturation } from "../keywords/index.ts";

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
