/** How often each term occurs in a chunk, terms by their dimension in ascending order. */
export interface TermCounts {
  readonly dimensions: readonly number[];
  readonly counts: readonly number[];
  /** The sum of the counts. */
  readonly length: number;
}

export function countDimensions(dimensions: Iterable<number>): TermCounts {
  const counts = new Map<number, number>();
  let length = 0;
  for (const dimension of dimensions) {
    counts.set(dimension, (counts.get(dimension) ?? 0) + 1);
    length += 1;
  }
  const ascending = [...counts.keys()].sort((left, right) => left - right);
  return { dimensions: ascending, counts: ascending.map((dimension) => counts.get(dimension) ?? 0), length };
}

export function countOf({ dimensions, counts }: TermCounts, dimension: number): number {
  const at = dimensions.indexOf(dimension);
  return at < 0 ? 0 : (counts[at] ?? 0);
}
