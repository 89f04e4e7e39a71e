import type { RelationshipRow } from "../model/index.ts";
import type { GraphReader, ReadOptions } from "../ports/index.ts";
import { areOppositeTypes, POSITIONS } from "../retrieval/index.ts";
import type { ContextEntity } from "./context.ts";
import { contextEntity } from "./question.ts";

/** How many entities a broad question is answered with, and how many relationships are looked through for contradictions. */
const MOST = { entities: 16, relationships: 2_000 } as const;

type Reader = Pick<GraphReader, "entities" | "relationships" | "findEntities">;

/** The most mentioned entities. People are left out: a broad question asks what is talked about. */
export async function mostDiscussed(graph: Reader, options: ReadOptions): Promise<readonly ContextEntity[]> {
  const rows = await graph.entities({ ...options, limit: 4 * MOST.entities });
  const others = rows.filter(({ type }) => type !== "Person");
  return (others.length > 0 ? others : rows).slice(0, MOST.entities).map(contextEntity);
}

/** The entities about which relationships contradict each other, among the best supported relationships; then the most mentioned. */
export async function mostDisputed(graph: Reader, options: ReadOptions): Promise<readonly ContextEntity[]> {
  const rows = await graph.relationships({ ...options, limit: MOST.relationships });
  const byTarget = Map.groupBy(rows, ({ target }) => target);
  const disputed = [...byTarget].filter(([, of]) => isDisputed(of)).map(([target]) => target);
  const found = disputed.length === 0 ? [] : await graph.findEntities(disputed.slice(0, MOST.entities), options);
  const others = (await mostDiscussed(graph, options)).filter(({ id }) => !disputed.includes(id));
  return [...found.map(contextEntity), ...others].slice(0, MOST.entities);
}

/** @param of relationships with one target. */
function isDisputed(of: readonly RelationshipRow[]): boolean {
  return of.some(
    ({ source, type, polarity }, index) =>
      (polarity.stated > 0 && polarity.negated > 0) ||
      of
        .slice(index + 1)
        .some((other) => areOppositeTypes(type, other.type) && (other.source === source || POSITIONS.has(type))),
  );
}
