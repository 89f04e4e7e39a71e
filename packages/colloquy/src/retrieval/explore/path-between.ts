import type { EntityRow, RelationshipRow } from "../../model/index.ts";
import type { ReadOptions } from "../../ports/index.ts";
import { twoEntities } from "../claims-between.ts";
import { farEnd } from "../neighbourhood.ts";
import { type CountedGraph, type GraphPart, graphPart } from "./graph-part.ts";

/** The most relationships of a path. */
const LONGEST = 6;
/** The best supported relationships of each entity, and the entities that are followed in one step. */
const MOST = { each: 100, frontier: 300, relationships: 6_000 } as const;

/** A step of a search: a relationship that leads from a known entity to another one. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly relationship: RelationshipRow;
}

/** Reads the best supported steps from entities. */
export type ReadSteps = (from: readonly string[]) => Promise<readonly Step[]>;

/** How an entity was reached: through which step, and the least evidence of a relationship on the way. */
interface Reached {
  readonly step: Step | null;
  readonly weakest: number;
}

/**
 * A shortest path between two entities, by name, alias or id, of at most six relationships; empty if there is none. Of several,
 * one whose weakest relationship has most evidence. Of an entity with very many relationships only the best supported
 * ones are followed. It takes at most twelve calls of the store.
 * @throws ColloquyError as `claimsBetween`.
 */
export async function pathBetween(
  counted: CountedGraph,
  names: readonly [string, string],
  options: ReadOptions,
): Promise<GraphPart> {
  const { graph } = counted;
  const ends = await twoEntities(graph, names, options);
  const entities = new Map<string, EntityRow>(ends.map((row) => [row.id, row]));
  const path = await shortestPath(ends[0].id, ends[1].id, async (from) => {
    const { each, relationships: limit } = MOST;
    const found = await graph.relationshipsInContext(from, { ...options, each, limit });
    return found.flatMap((one) => {
      const { id, entity } = farEnd(one);
      if (entity === null || id === one.of) return [];
      entities.set(id, entity);
      return [{ from: one.of, to: id, relationship: one.relationship }];
    });
  });
  if (path === null) return graphPart(counted, { entities: [], relationships: [] }, options);
  const on = [ends[0].id, ...path.map(({ to }) => to)];
  return graphPart(
    counted,
    {
      entities: on.flatMap((id) => entities.get(id) ?? []),
      relationships: path.map(({ relationship }) => relationship),
    },
    options,
  );
}

/** Searches from both ends, each time from the one with fewer entities at its front. Null if there is no path. */
export async function shortestPath(one: string, other: string, read: ReadSteps): Promise<readonly Step[] | null> {
  const start: Reached = { step: null, weakest: Number.POSITIVE_INFINITY };
  const sides = [one, other].map((id) => ({ front: [id], reached: new Map([[id, start]]) }));
  for (let length = 1; length <= LONGEST; length += 1) {
    const [left, right] = sides as [(typeof sides)[number], (typeof sides)[number]];
    const [side, opposite] = left.front.length <= right.front.length ? [left, right] : [right, left];
    if (side.front.length === 0) return null;
    const next = new Map<string, Reached>();
    for (const step of await read(side.front)) {
      if (side.reached.has(step.to)) continue;
      const weakest = Math.min(side.reached.get(step.from)?.weakest ?? 0, step.relationship.count);
      const before = next.get(step.to);
      if (before === undefined || weakest > before.weakest) next.set(step.to, { step, weakest });
    }
    for (const [id, reached] of next) side.reached.set(id, reached);
    const meeting = bestMeeting(next, opposite.reached);
    if (meeting !== null) return joined(meeting, left.reached, right.reached);
    side.front = [...next]
      .toSorted(([, first], [, second]) => second.weakest - first.weakest)
      .slice(0, MOST.frontier)
      .map(([id]) => id);
  }
  return null;
}

/** The entity that both searches reached, over relationships with most evidence. */
function bestMeeting(next: ReadonlyMap<string, Reached>, opposite: ReadonlyMap<string, Reached>): string | null {
  let best: { readonly id: string; readonly weakest: number } | null = null;
  for (const [id, { weakest }] of next) {
    const met = opposite.get(id);
    if (met === undefined) continue;
    const both = Math.min(weakest, met.weakest);
    if (best === null || both > best.weakest || (both === best.weakest && id < best.id)) best = { id, weakest: both };
  }
  return best?.id ?? null;
}

function joined(
  meeting: string,
  left: ReadonlyMap<string, Reached>,
  right: ReadonlyMap<string, Reached>,
): readonly Step[] {
  const before = stepsTo(meeting, left).toReversed();
  const after = stepsTo(meeting, right).map(({ from, to, relationship }) => ({ from: to, to: from, relationship }));
  return [...before, ...after];
}

/** The steps that led to an entity, the last one first. */
function stepsTo(id: string, reached: ReadonlyMap<string, Reached>): readonly Step[] {
  const step = reached.get(id)?.step ?? null;
  return step === null ? [] : [step, ...stepsTo(step.from, reached)];
}
