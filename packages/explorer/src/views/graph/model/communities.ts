import { UndirectedGraph } from "graphology";
import louvain from "graphology-communities-louvain";
import type { Filtered } from "./filter.ts";

/** Entities that have more relations with each other than with others. */
export interface Community {
  readonly ids: readonly string[];
  /** The names of its most mentioned entities. */
  readonly name: string;
}

/** A community of fewer entities is not named, and has no colour of its own. */
const LEAST = 3;
const NAMES = 2;

/** Communities by the method of Louvain, the largest first. The same entities and relations have the same communities. */
export function communitiesOf({ nodes, edges }: Filtered): readonly Community[] {
  const graph = new UndirectedGraph();
  for (const { id } of nodes) graph.addNode(id);
  for (const { source, target, left } of edges)
    if (source !== target)
      graph.updateEdge(source, target, ({ weight = 0 }) => ({ weight: Number(weight) + 1 + Math.log(left) }));
  if (graph.size === 0) return [];
  const found = louvain(graph, { getEdgeWeight: "weight", rng: randomNumbers(nodes.length) });
  const groups = Map.groupBy(nodes, ({ id }) => found[id]);
  return [...groups.values()]
    .filter((members) => members.length >= LEAST)
    .map((members) => members.toSorted((one, other) => other.mentions - one.mentions))
    .toSorted((one, other) => other.length - one.length || (one[0]?.id ?? "").localeCompare(other[0]?.id ?? ""))
    .map((members) => ({
      ids: members.map(({ id }) => id),
      name: members
        .slice(0, NAMES)
        .map(({ name }) => name)
        .join(", "),
    }));
}

/** mulberry32: numbers from 0 to 1, the same for a seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
