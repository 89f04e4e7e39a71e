import {
  CROSS_EPISODE,
  type EntityRow,
  entitySalience,
  isOnlyImplied,
  type RelationshipRow,
} from "../../model/index.ts";
import type { GraphReader } from "../../ports/index.ts";
import type { PictureEdge } from "./picture.ts";

/** Of a type, the best supported; many of RELATES_TO are only heard together. */
const RELATIONS_READ = 2_000;
const RELATIONS_OF_A_TYPE = 200;
const EVIDENCE_SHOWN = 3;

export interface SaidRelation {
  readonly ends: readonly [EntityRow, EntityRow];
  readonly edge: PictureEdge;
  readonly score: number;
}

/**
 * Relations that somebody states, denies, asks or supposes, but for those of `undrawn` types: the best supported between the
 * most salient ends first.
 */
export async function bestSaid(
  graph: GraphReader,
  known: ReadonlyMap<string, EntityRow>,
  { limit, undrawn }: { readonly limit: number; readonly undrawn: readonly string[] },
): Promise<readonly SaidRelation[]> {
  const types = Object.keys((await graph.counts()).byType.relationships);
  const said: SaidRelation[] = [];
  for (const type of types.toSorted()) {
    if (type === CROSS_EPISODE || undrawn.includes(type)) continue;
    const rows = (await graph.relationships({ type, limit: RELATIONS_READ })).filter(
      ({ polarity }) => !isOnlyImplied(polarity),
    );
    for (const row of rows.slice(0, RELATIONS_OF_A_TYPE)) {
      const relation = await saidRelation(graph, known, row);
      if (relation !== null) said.push(relation);
    }
  }
  return said.sort((left, right) => right.score - left.score).slice(0, limit);
}

async function saidRelation(
  graph: GraphReader,
  known: ReadonlyMap<string, EntityRow>,
  row: RelationshipRow,
): Promise<SaidRelation | null> {
  const source = known.get(row.source) ?? (await graph.entity(row.source));
  const target = known.get(row.target) ?? (await graph.entity(row.target));
  if (source === null || target === null || source.id === target.id) return null;
  const evidence = await graph.evidence(row.id, { limit: EVIDENCE_SHOWN });
  return {
    ends: [source, target],
    edge: {
      kind: "said",
      source: source.id,
      target: target.id,
      type: row.type,
      count: row.count,
      polarity: row.polarity,
      evidence: evidence.map((supporting) => supporting.evidence),
    },
    score: weight(row) * Math.sqrt((1 + entitySalience(source)) * (1 + entitySalience(target))),
  };
}

/** What belongs to what, and that things are related, tells less than what leads to what. */
const TELLS_LESS: ReadonlySet<string> = new Set(["IS_A", "IS_PART_OF", "RELATES_TO"]);
const LESS = 0.5;

/** What is denied, asked or supposed tells less than what is stated. */
function weight({ type, confidence, polarity }: RelationshipRow): number {
  const { stated, negated, question, hypothetical } = polarity;
  const support = stated + LESS * (negated + question + hypothetical);
  return support * confidence * (TELLS_LESS.has(type) ? LESS : 1);
}
