import { DERIVED_TYPES, type EntityRow, isOnlyImplied, type RelationshipRow } from "../../model/index.ts";
import type { GraphReader } from "../../ports/index.ts";
import type { PictureEdge } from "./picture.ts";

const RELATES_TO = "RELATES_TO";
const KIND_OR_PART: ReadonlySet<string> = new Set(Object.values(DERIVED_TYPES));

const RELATIONS_READ = 2_000;
/** The most lines of one kind for each node, so that the picture stays readable. */
const EDGES_PER_NODE = 2;

/**
 * Further edges between the entities of a selection. `broader`: kinds and parts, those that words state and that are not in `drawn`
 * before derived ones. `related`: entities that are often mentioned together and have no other relation, drawn or not.
 */
export async function furtherEdges(
  graph: GraphReader,
  chosen: ReadonlyMap<string, EntityRow>,
  drawn: readonly PictureEdge[],
): Promise<readonly PictureEdge[]> {
  const rowsOf = new Map<string, readonly RelationshipRow[]>();
  for (const id of chosen.keys()) {
    const rows = await graph.relationships({ entity: id, limit: RELATIONS_READ });
    rowsOf.set(
      id,
      rows.filter(({ source, target }) => chosen.has(source) && chosen.has(target)),
    );
  }
  const isSaid = (row: RelationshipRow): boolean => !isOnlyImplied(row.polarity);
  const connected = new Set(
    [...rowsOf.values()].flat().flatMap((row) => (isSaid(row) || row.derived !== undefined ? [pairOf(row)] : [])),
  );
  const drawnPairs = new Set(drawn.map(pairOf));
  const isBroader = (row: RelationshipRow): boolean =>
    KIND_OR_PART.has(row.type) && (isSaid(row) || row.derived !== undefined) && !drawnPairs.has(pairOf(row));
  const isRelated = (row: RelationshipRow): boolean => row.type === RELATES_TO && !connected.has(pairOf(row));
  const kept = (isWanted: (row: RelationshipRow) => boolean): readonly RelationshipRow[] => {
    const rows = [...rowsOf.values()].flatMap((each) => each.filter(isWanted).slice(0, EDGES_PER_NODE));
    return [...new Map(rows.map((row) => [row.id, row])).values()];
  };
  return Promise.all([
    ...kept(isBroader).map((row) => broaderEdge(graph, row)),
    ...kept(isRelated).map((row) => relatedEdge(graph, row)),
  ]);
}

/** A key for two entities, independent of direction. */
function pairOf({ source, target }: Pick<RelationshipRow, "source" | "target">): string {
  return source < target ? `${source} ${target}` : `${target} ${source}`;
}

async function broaderEdge(graph: GraphReader, row: RelationshipRow): Promise<PictureEdge> {
  const edge = { ...(await relatedEdge(graph, row)), kind: "broader" } as const;
  return row.derived === undefined ? { ...edge, polarity: row.polarity } : { ...edge, derived: row.derived };
}

async function relatedEdge(graph: GraphReader, row: RelationshipRow): Promise<PictureEdge> {
  const evidence = await graph.evidence([row.id], { limit: 2 });
  return {
    kind: "related",
    source: row.source,
    target: row.target,
    type: row.type,
    count: row.count,
    polarity: null,
    evidence: evidence.map((supporting) => supporting.evidence),
  };
}
