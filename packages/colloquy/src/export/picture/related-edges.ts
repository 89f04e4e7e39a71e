import { type EntityRow, isOnlyImplied, type RelationshipRow } from "../../model/index.ts";
import type { GraphReader } from "../../ports/index.ts";
import type { PictureEdge } from "./picture.ts";

const RELATES_TO = "RELATES_TO";

const RELATIONS_READ = 2_000;
const RELATED_PER_NODE = 2;

/**
 /**
  * Entities of the selection that are often mentioned together and have no stated relation, drawn or not. Only a few
  * lines per node, so the picture stays readable.
  */
export async function relatedEdges(
  graph: GraphReader,
  chosen: ReadonlyMap<string, EntityRow>,
): Promise<readonly PictureEdge[]> {
  const rowsOf = new Map<string, readonly RelationshipRow[]>();
  for (const id of chosen.keys()) {
    const rows = await graph.relationships({ entity: id, limit: RELATIONS_READ });
    rowsOf.set(
      id,
      rows.filter(({ source, target }) => chosen.has(source) && chosen.has(target)),
    );
  }
  const all = [...rowsOf.values()].flat();
  const said = new Set(all.filter(({ polarity }) => !isOnlyImplied(polarity)).map(pairOf));
  const isRelated = (row: RelationshipRow): boolean => row.type === RELATES_TO && !said.has(pairOf(row));
  const kept = [...rowsOf.values()].flatMap((rows) => rows.filter(isRelated).slice(0, RELATED_PER_NODE));
  return Promise.all([...new Map(kept.map((row) => [row.id, row])).values()].map((row) => relatedEdge(graph, row)));
}

/** A key for two entities, independent of direction. */
function pairOf({ source, target }: RelationshipRow): string {
  return source < target ? `${source} ${target}` : `${target} ${source}`;
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
