import { type EntityRow, isOnlyImplied } from "../../model/index.ts";
import type { GraphReader } from "../../ports/index.ts";
import type { PictureEdge } from "./picture.ts";

const RELATES_TO = "RELATES_TO";

const RELATED_PER_NODE = 2;

/** What is often heard together among the chosen, and no more: a few lines a node, or nothing could be seen. */
export async function relatedEdges(
  graph: GraphReader,
  chosen: ReadonlyMap<string, EntityRow>,
): Promise<readonly PictureEdge[]> {
  const kept = new Map<string, PictureEdge>();
  for (const id of chosen.keys()) {
    const rows = await graph.relationships({ entity: id, type: RELATES_TO, limit: 40 });
    const near = rows
      .filter((row) => isOnlyImplied(row.polarity) && chosen.has(row.source) && chosen.has(row.target))
      .slice(0, RELATED_PER_NODE);
    for (const row of near) {
      if (kept.has(row.id)) continue;
      const evidence = await graph.evidence(row.id, { limit: 2 });
      kept.set(row.id, {
        kind: "related",
        source: row.source,
        target: row.target,
        type: row.type,
        count: row.count,
        polarity: null,
        evidence: evidence.map((supporting) => supporting.evidence),
      });
    }
  }
  return [...kept.values()];
}
