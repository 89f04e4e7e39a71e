import type { EntityRow, RelationshipRow } from "../model/index.ts";
import type { RelationshipInContext, GraphReader, ReadOptions } from "../ports/index.ts";
import { positionInContext } from "./positions.ts";

/** An entity near a start entity, and the relationship through which it was first reached. */
export interface Neighbour {
  readonly entity: EntityRow;
  /** The number of relationships in between; 1 for a direct neighbour. */
  readonly distance: number;
  readonly through: RelationshipRow;
}

/**
 * The number of relationships on the first page. Each page is larger than the one before, so that a dense graph takes
 * few calls.
 */
const FIRST_PAGE = 1_000;
const GROWTH = 4;
const LARGEST_PAGE = 16_000;

/**
 * Finds neighbours breadth first: the nearest first, and at the same distance those with most evidence. Each entity
 * occurs once; the start does not occur.
 */
export async function findNeighbours(
  graph: GraphReader,
  start: EntityRow,
  { depth, limit, ...options }: ReadOptions & { readonly depth: number; readonly limit: number },
): Promise<readonly Neighbour[]> {
  const reached = new Set([start.id]);
  const found: Neighbour[] = [];
  let frontier = [start.id];
  for (let distance = 1; distance <= depth && frontier.length > 0; distance += 1) {
    const next: string[] = [];
    for await (const each of relationshipsOf(graph, frontier, options)) {
      const { id, entity } = farEnd(each);
      if (reached.has(id)) continue;
      reached.add(id);
      if (entity === null) continue;
      found.push({ entity, distance, through: each.relationship });
      if (found.length === limit) return found;
      next.push(id);
    }
    frontier = next;
  }
  return found;
}

async function* relationshipsOf(
  graph: GraphReader,
  of: readonly string[],
  options: ReadOptions,
): AsyncIterable<RelationshipInContext> {
  let last: RelationshipInContext | undefined;
  for (let limit = FIRST_PAGE; ; limit = Math.min(limit * GROWTH, LARGEST_PAGE)) {
    const after = last === undefined ? {} : { after: positionInContext(last) };
    const page = await graph.relationshipsInContext(of, { ...options, limit, ...after });
    yield* page;
    if (page.length < limit) return;
    last = page.at(-1);
  }
}

/** The other end of a relationship, seen from the entity `of`. */
export function farEnd({ of, relationship, source, target }: RelationshipInContext): {
  readonly id: string;
  readonly entity: EntityRow | null;
} {
  const isOut = relationship.source === of;
  return { id: isOut ? relationship.target : relationship.source, entity: isOut ? target : source };
}
