import type { KeywordQuery } from "./keyword-query.ts";

/** A chunk with its score in one list. */
export interface Ranked {
  readonly id: string;
  readonly score: number;
}

/** The best first; ties in the order of id. */
export function ranked<Item extends Ranked>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
}

/**
 * Null if a list by terms has its best `limit` chunks. Otherwise Qdrant's least score of the chunks that could be among
 * them.
 * @param best The chunks with BM25 scores as `score`, the best first, and Qdrant's scores as `byVector`.
 * @param reach The number of chunks requested in Qdrant's order.
 */
export function leastOfMissing(
  best: readonly (Ranked & { readonly byVector: number })[],
  keywords: KeywordQuery,
  { limit, reach }: { readonly limit: number; readonly reach: number },
): number | null {
  if (best.length < reach) return null;
  const least = keywords.leastByVector(best[limit - 1]?.score ?? 0);
  const last = best.map(({ byVector }) => byVector).toSorted((one, other) => other - one)[reach - 1] ?? 0;
  return last < least ? null : least;
}

/** Whether more chunks may have the similarity of the last one of a list. */
export function isCut(
  nearest: readonly Ranked[],
  { limit, reach }: { readonly limit: number; readonly reach: number },
): boolean {
  const last = nearest[reach - 1];
  return last !== undefined && last.score === nearest[limit - 1]?.score;
}
