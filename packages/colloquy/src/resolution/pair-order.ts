import type { KeyPair } from "../ports/index.ts";

/**
 * Orders pairs so that each `size` of them, from the first on, have few names: a prompt that shows each name once is then
 * short. Names are added one after another: the one with the most open pairs with the names so far; of equal ones the one
 * with the fewest open pairs, then the smallest. The order depends on the pairs alone.
 */
export function inNeighbourhoods<Pair extends KeyPair>(pairs: readonly Pair[], size: number): readonly Pair[] {
  const open = openPairs(pairs);
  const starts = [...open.keys()].sort((a, b) => countOf(open, a) - countOf(open, b) || (a < b ? -1 : 1));
  const ordered: Pair[] = [];
  let group = new Set<string>();
  /** The open pairs of other names with names of the group. */
  let gains = new Map<string, number>();
  let room = size;
  while (ordered.length < pairs.length) {
    const name = best(gains, open) ?? (starts.find((each) => !group.has(each) && countOf(open, each) > 0) as string);
    const neighbours = open.get(name) as Map<string, Pair>;
    const taken = [...neighbours].filter(([other]) => group.has(other)).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [other, pair] of taken.slice(0, room)) {
      ordered.push(pair);
      neighbours.delete(other);
      open.get(other)?.delete(name);
    }
    room -= Math.min(room, taken.length);
    group.add(name);
    gains.delete(name);
    for (const other of neighbours.keys()) if (!group.has(other)) gains.set(other, (gains.get(other) ?? 0) + 1);
    if (room === 0) [group, gains, room] = [new Set(), new Map(), size];
  }
  return ordered;
}

type OpenPairs<Pair> = ReadonlyMap<string, Map<string, Pair>>;

function openPairs<Pair extends KeyPair>(pairs: readonly Pair[]): OpenPairs<Pair> {
  const open = new Map<string, Map<string, Pair>>();
  for (const pair of pairs)
    for (const [one, other] of [
      [pair.first, pair.second],
      [pair.second, pair.first],
    ] as const)
      open.set(one, (open.get(one) ?? new Map<string, Pair>()).set(other, pair));
  return open;
}

function countOf(open: OpenPairs<unknown>, name: string): number {
  return open.get(name)?.size ?? 0;
}

function best(gains: ReadonlyMap<string, number>, open: OpenPairs<unknown>): string | null {
  let found: readonly [string, number] | null = null;
  for (const [name, gain] of gains) {
    const order =
      found === null
        ? -1
        : found[1] - gain || countOf(open, name) - countOf(open, found[0]) || (name < found[0] ? -1 : 1);
    if (order < 0) found = [name, gain];
  }
  return found?.[0] ?? null;
}
