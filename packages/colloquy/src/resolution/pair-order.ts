import type { KeyPair } from "../ports/index.ts";

/**
 * Orders pairs so that neighbouring ones share names: a prompt that shows each name once is then short. The names are
 * numbered from neighbour to neighbour, those with few pairs first (Cuthill and McKee, 1969); pairs are in the order of
 * their larger number. The order depends on the pairs alone.
 */
export function inNeighbourhoods<Pair extends KeyPair>(pairs: readonly Pair[]): readonly Pair[] {
  const neighbours = new Map<string, string[]>();
  for (const { first, second } of pairs)
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const)
      neighbours.set(one, [...(neighbours.get(one) ?? []), other]);
  const degree = (key: string): number => neighbours.get(key)?.length ?? 0;
  const byDegree = (one: string, other: string): number => degree(one) - degree(other) || (one < other ? -1 : 1);
  const ranks = new Map<string, number>();
  for (const start of [...neighbours.keys()].sort(byDegree)) {
    if (ranks.has(start)) continue;
    const queue = [start];
    ranks.set(start, ranks.size);
    for (const key of queue) {
      const next = (neighbours.get(key) ?? []).filter((other) => !ranks.has(other)).sort(byDegree);
      for (const other of new Set(next)) ranks.set(other, ranks.size);
      queue.push(...new Set(next));
    }
  }
  const rankOf = ({ first, second }: Pair): readonly [number, number] => {
    const [one, other] = [ranks.get(first) ?? 0, ranks.get(second) ?? 0];
    return [Math.max(one, other), Math.min(one, other)];
  };
  return pairs.toSorted((a, b) => rankOf(a)[0] - rankOf(b)[0] || rankOf(a)[1] - rankOf(b)[1]);
}
