import {
  CROSS_EPISODE,
  type EntityRow,
  entitySalience,
  type Evidence,
  isOnlyImplied,
  POLARITIES,
  type RelationshipRow,
} from "../../model/index.ts";
import type { GraphReader } from "../../ports/index.ts";
import type { PictureEdge } from "./picture.ts";

/** Relations read per type, the best supported first; many RELATES_TO relations are only implied. */
const RELATIONS_READ = 2_000;
const RELATIONS_OF_A_TYPE = 200;
/** Evidence read per relation, to find words of each polarity. */
const EVIDENCE_READ = 200;
const EVIDENCE_SHOWN = 3;

export interface SaidRelation {
  readonly ends: readonly [EntityRow, EntityRow];
  readonly edge: PictureEdge;
}

interface ScoredRelation {
  readonly row: RelationshipRow;
  readonly ends: readonly [EntityRow, EntityRow];
  readonly score: number;
}

/**
 * Relations that somebody states, denies, asks or supposes, except `undrawn` types. The best supported relations between
 * the most salient entities come first.
 */
export async function bestSaid(
  graph: GraphReader,
  known: ReadonlyMap<string, EntityRow>,
  { limit, undrawn }: { readonly limit: number; readonly undrawn: readonly string[] },
): Promise<readonly SaidRelation[]> {
  const types = Object.keys((await graph.counts()).byType.relationships);
  const said: ScoredRelation[] = [];
  for (const type of types.toSorted()) {
    if (type === CROSS_EPISODE || undrawn.includes(type)) continue;
    const rows = (await graph.relationships({ type, limit: RELATIONS_READ })).filter(
      ({ polarity }) => !isOnlyImplied(polarity),
    );
    said.push(...(await scored(graph, known, rows.slice(0, RELATIONS_OF_A_TYPE))));
  }
  const best = said.sort((left, right) => right.score - left.score).slice(0, limit);
  return Promise.all(best.map((relation) => saidRelation(graph, relation)));
}

/** The relations between two different entities, with their scores. */
async function scored(
  graph: GraphReader,
  known: ReadonlyMap<string, EntityRow>,
  rows: readonly RelationshipRow[],
): Promise<readonly ScoredRelation[]> {
  const unknown = new Set(rows.flatMap(({ source, target }) => [source, target]).filter((id) => !known.has(id)));
  const others = new Map((await graph.findEntities([...unknown])).map((row) => [row.id, row]));
  const entityOf = (id: string): EntityRow | undefined => known.get(id) ?? others.get(id);
  return rows.flatMap((row) => {
    const source = entityOf(row.source);
    const target = entityOf(row.target);
    if (source === undefined || target === undefined || source.id === target.id) return [];
    const score = weight(row) * Math.sqrt((1 + entitySalience(source)) * (1 + entitySalience(target)));
    return [{ row, ends: [source, target], score }];
  });
}

async function saidRelation(graph: GraphReader, { row, ends }: ScoredRelation): Promise<SaidRelation> {
  const [source, target] = ends;
  const evidence = await graph.evidence([row.id], { limit: EVIDENCE_READ });
  return {
    ends,
    edge: {
      kind: "said",
      source: source.id,
      target: target.id,
      type: row.type,
      count: row.count,
      polarity: row.polarity,
      evidence: telling(evidence.map((supporting) => supporting.evidence)),
    },
  };
}

/** A few pieces of evidence, at least one of each polarity; evidence that says the relation comes before evidence that implies it. */
function telling(evidence: readonly Evidence[]): readonly Evidence[] {
  const isImplied = ({ polarity }: Evidence): boolean => polarity === "implied";
  const ordered = [...evidence.filter((each) => !isImplied(each)), ...evidence.filter(isImplied)];
  const firsts = POLARITIES.flatMap((polarity) => ordered.find((each) => each.polarity === polarity) ?? []);
  const said = firsts.filter((each) => !isImplied(each));
  const chosen = [...new Set([...said, ...ordered])].slice(0, Math.max(EVIDENCE_SHOWN, said.length));
  return ordered.filter((each) => chosen.includes(each));
}

/** Types with a lower weight than relations like LEADS_TO. */
const TELLS_LESS: ReadonlySet<string> = new Set(["IS_A", "IS_PART_OF", "RELATES_TO"]);
const LESS = 0.5;

/** Denied, asked or supposed relations have a lower weight than stated relations. */
function weight({ type, confidence, polarity }: RelationshipRow): number {
  const { stated, negated, question, hypothetical } = polarity;
  const support = stated + LESS * (negated + question + hypothetical);
  return support * confidence * (TELLS_LESS.has(type) ? LESS : 1);
}
