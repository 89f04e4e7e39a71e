import { Clusters } from "./clusters.ts";
import type { LedgerContext } from "./context.ts";
import { resolveCluster } from "./entities.ts";
import { projectFacts, settleAliases } from "./projected-facts.ts";
import { resolveRelationships } from "./relationships.ts";
import { projectVectors } from "./vectors.ts";

/** Takes up to `limit` of what waits for it; gives how many it took. */
export type ResolutionStep = (limit: number) => number;

/** The steps of a resolution, in their order. Each finds its work by flags in the tables, so that it can stop and go on anywhere. */
export function resolutionSteps(context: LedgerContext): readonly ResolutionStep[] {
  const clusters = new Clusters(context);
  return [
    (limit) => resolveDirtyKeys(context, clusters, limit),
    (limit) => projectFacts(context, "mention", limit),
    (limit) => projectFacts(context, "quote", limit),
    (limit) => projectFacts(context, "relation", limit),
    () => settleAliases(context),
    (limit) => resolveRelationships(context, limit),
    (limit) => projectVectors(context, limit),
  ];
}

function resolveDirtyKeys(context: LedgerContext, clusters: Clusters, limit: number): number {
  const dirty = context.sql("SELECT no FROM keys WHERE dirty = 1 ORDER BY no LIMIT ?").all(limit) as { no: number }[];
  for (const { no } of dirty) {
    for (const cluster of clusters.around(no)) resolveCluster(context, cluster);
    context.sql("UPDATE keys SET dirty = 0 WHERE no = ?").run(no);
  }
  return dirty.length;
}

const WAITING = [
  "keys WHERE dirty = 1",
  "facts WHERE pending = 1",
  "relationships WHERE dirty = 1",
  "chunks WHERE vector_pending = 1",
];

/** What still waits for a step. */
export function countUnresolved(context: LedgerContext): number {
  const counts = WAITING.map(
    (table) => context.sql(`SELECT count(*) AS count FROM ${table}`).get() as { count: number },
  );
  return counts.reduce((sum, { count }) => sum + count, 0);
}
