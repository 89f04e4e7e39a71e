import { UndirectedGraph } from "graphology";
import louvainPackage from "graphology-communities-louvain";
import { compareText, type EntityRow, type RelationshipRow } from "../../model/index.ts";
import { type EntityReference, referenceTo } from "../claim.ts";

/** The package exports the function itself, where its types describe a default export. */
const louvain = louvainPackage as unknown as typeof louvainPackage.default;

/** Entities that are connected more with each other than with others. */
export interface Theme {
  /** The most mentioned first, at most eight. */
  readonly entities: readonly (EntityReference & { readonly mentions: number })[];
  /** The number of all entities of the theme. */
  readonly size: number;
}

const MOST = { themes: 12, entities: 8 } as const;
/** A pair is no theme. */
const LEAST_ENTITIES = 3;

/**
 * The themes of a graph: its communities (Blondel et al. 2008, "Fast unfolding of communities in large networks"), those
 * with most mentions first. A function of the rows: their order does not matter, and the generator has a fixed seed.
 */
export function themesOf(entities: readonly EntityRow[], relationships: readonly RelationshipRow[]): readonly Theme[] {
  const rows = new Map(entities.toSorted((one, other) => compareText(one.id, other.id)).map((row) => [row.id, row]));
  const graph = new UndirectedGraph({ allowSelfLoops: false });
  for (const { source, target, weight } of weightedPairs(relationships)) {
    if (!rows.has(source) || !rows.has(target)) continue;
    graph.mergeNode(source);
    graph.mergeNode(target);
    graph.mergeEdge(source, target, { weight });
  }
  if (graph.order === 0) return [];
  const communities = Object.entries(louvain(graph, { rng: seededNumbers() }));
  const members = Map.groupBy(communities, ([, community]) => community);
  return [...members.values()]
    .map((of) => of.flatMap(([id]) => rows.get(id) ?? []).toSorted(byMentions))
    .filter(({ length }) => length >= LEAST_ENTITIES)
    .toSorted(
      (one, other) => mentionsOf(other) - mentionsOf(one) || byMentions(one[0] as EntityRow, other[0] as EntityRow),
    )
    .slice(0, MOST.themes)
    .map((of) => ({
      entities: of.slice(0, MOST.entities).map((row) => ({ ...referenceTo(row), mentions: row.mentions })),
      size: of.length,
    }));
}

/** Each pair of different entities once, in the order of their ids. */
function weightedPairs(
  relationships: readonly RelationshipRow[],
): readonly { readonly source: string; readonly target: string; readonly weight: number }[] {
  const pairs = new Map<string, { source: string; target: string; weight: number }>();
  for (const { source: one, target: other, count } of relationships) {
    if (one === other) continue;
    const [source, target] = one < other ? [one, other] : [other, one];
    const key = `${source} ${target}`;
    const weight = (pairs.get(key)?.weight ?? 0) + Math.max(1, count);
    pairs.set(key, { source, target, weight });
  }
  return [...pairs.entries()].toSorted(([one], [other]) => compareText(one, other)).map(([, pair]) => pair);
}

function mentionsOf(rows: readonly EntityRow[]): number {
  return rows.reduce((sum, { mentions }) => sum + mentions, 0);
}

function byMentions(one: EntityRow, other: EntityRow): number {
  return other.mentions - one.mentions || compareText(one.name, other.name) || compareText(one.id, other.id);
}

const SEED = 0x2545f491;

/** Numbers from 0 to 1, the same each time (xorshift; Marsaglia 2003, "Xorshift RNGs"). */
function seededNumbers(): () => number {
  let state = SEED;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}
