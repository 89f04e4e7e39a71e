import { CROSS_EPISODE, type EntityRow, type RelationshipRow, entitySalience } from "../../model/index.ts";
import type { GraphReader } from "../../ports/index.ts";
import type { PictureEdge } from "./picture.ts";
import { RELATES_TO } from "./related-edges.ts";

const RELATIONS_OF_A_TYPE = 200;

export interface StatedRelation {
  readonly ends: readonly [EntityRow, EntityRow];
  readonly edge: PictureEdge;
  readonly score: number;
}

/** Relations that somebody states outright: the best supported between the most salient ends first. */
export async function bestStated(
  graph: GraphReader,
  known: Map<string, EntityRow>,
  limit: number,
): Promise<readonly StatedRelation[]> {
  const types = Object.keys((await graph.counts()).byType.relationships);
  const stated: StatedRelation[] = [];
  for (const type of types.toSorted()) {
    if (type === RELATES_TO || type === CROSS_EPISODE) continue;
    for (const row of await graph.relationships({ type, limit: RELATIONS_OF_A_TYPE })) {
      const relation = await statedRelation(graph, known, row);
      if (relation !== null) stated.push(relation);
    }
  }
  return stated.sort((left, right) => right.score - left.score).slice(0, limit);
}

/** Null where the relation is only denied, asked or supposed. */
async function statedRelation(
  graph: GraphReader,
  known: Map<string, EntityRow>,
  row: RelationshipRow,
): Promise<StatedRelation | null> {
  const source = known.get(row.source) ?? (await graph.entity(row.source));
  const target = known.get(row.target) ?? (await graph.entity(row.target));
  if (source === null || target === null || source.id === target.id) return null;
  const evidence = (await graph.evidence(row.id, { limit: 6 })).map((supporting) => supporting.evidence);
  if (!evidence.some((words) => words.polarity === "stated")) return null;
  return {
    ends: [source, target],
    edge: {
      kind: "stated",
      source: source.id,
      target: target.id,
      type: row.type,
      count: row.count,
      evidence: evidence.slice(0, 3),
    },
    score: weight(row) * Math.sqrt((1 + entitySalience(source)) * (1 + entitySalience(target))),
  };
}

/** What belongs to what tells less than what leads to what. */
const BELONGING = 0.5;

function weight({ type, count, confidence }: RelationshipRow): number {
  return count * confidence * (type === "IS_PART_OF" ? BELONGING : 1);
}
