import type { GraphNode } from "colloquy/api";
import type { Filtered, ShownEdge } from "./filter.ts";

/** A shown relation with both of its ends. */
export interface Relation {
  readonly edge: ShownEdge;
  readonly source: GraphNode;
  readonly target: GraphNode;
}

/** Relations of one type in one direction. */
export interface RelationGroup {
  readonly type: string;
  /** Whether the entity is the source. */
  readonly isOutgoing: boolean;
  readonly relations: readonly Relation[];
}

/** The shown relations of an entity by type and direction; those with most evidence first. */
export function relationsOf(filtered: Filtered, id: string): readonly RelationGroup[] {
  const relations = allRelations({
    ...filtered,
    edges: filtered.edges.filter(({ source, target }) => source === id || target === id),
  });
  const groups = Map.groupBy(relations, ({ edge }) => `${edge.source === id ? 0 : 1} ${edge.type}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ type: first.edge.type, isOutgoing: first.source.id === id, relations: group }];
  });
}

/** All shown relations, those with most evidence first. */
export function allRelations({ nodes, edges }: Filtered): readonly Relation[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges
    .flatMap((edge) => {
      const [source, target] = [byId.get(edge.source), byId.get(edge.target)];
      return source === undefined || target === undefined ? [] : [{ edge, source, target }];
    })
    .toSorted((one, other) => other.edge.left - one.edge.left);
}

type Ends = Pick<ShownEdge, "source" | "target">;

/** How many of an entity's relations are not there. The degree is counted up to 1,000. */
export function notShown({ id, degree }: GraphNode, edges: readonly Ends[]): number {
  return Math.max(0, degree - relationCount(id, edges));
}

/** The number of relations of an entity. */
export function relationCount(id: string, edges: readonly Ends[]): number {
  return edges.filter(({ source, target }) => source === id || target === id).length;
}
