import type { EntityRow, RelationshipRow } from "../model/index.ts";
import type { GraphReader } from "../ports/index.ts";
import { otherEnd } from "./entity-detail.ts";
import { readAll } from "./paging.ts";

/** An entity near another one, and the relationship through which it was first reached. */
export interface Neighbour {
  readonly entity: EntityRow;
  /** Relationships between the two; 1 for a direct neighbour. */
  readonly distance: number;
  readonly through: RelationshipRow;
}

/** Breadth first: the nearest first, among them the best supported. Each entity once, never the start. */
export async function findNeighbours(
  graph: GraphReader,
  start: EntityRow,
  options: { readonly depth: number; readonly limit: number },
): Promise<readonly Neighbour[]> {
  const reached = new Set([start.id]);
  const found: Neighbour[] = [];
  let frontier = [start.id];
  for (let distance = 1; distance <= options.depth && frontier.length > 0; distance += 1) {
    const next: string[] = [];
    for (const id of frontier) {
      for (const through of await readAll((page) => graph.relationships({ ...page, entity: id }))) {
        const other = otherEnd(through, id);
        if (reached.has(other)) continue;
        reached.add(other);
        const entity = await graph.entity(other);
        if (entity === null) continue;
        found.push({ entity, distance, through });
        if (found.length === options.limit) return found;
        next.push(other);
      }
    }
    frontier = next;
  }
  return found;
}
