import type { ResolutionStore } from "../ports/index.ts";
import type { Cluster } from "./clusters.ts";
import { summarise } from "./summary.ts";

/** Decides the entity of a cluster, its name, and the transcripts that mention it. */
export function resolveCluster(store: ResolutionStore, cluster: Cluster): void {
  const mentioned = new Set(cluster.filter(({ no }) => store.isMentioned(no)));
  const entity = mentioned.size === 0 ? null : writeEntity(store, [...mentioned]);
  for (const key of cluster) {
    const after = mentioned.has(key) ? entity : null;
    if (key.entity !== after) store.assignKey(key.no, after);
  }
  const before = new Set(cluster.flatMap((key) => key.entity ?? []));
  for (const no of before) if (no !== entity && store.keysOfEntity(no).length === 0) store.removeEntity(no);
}

/** The number of the entity of some keys; null if they make none. */
function writeEntity(store: ResolutionStore, keys: Cluster): number | null {
  const summary = summarise(keys.flatMap(({ no }) => store.variantsOf(no)));
  if (summary === null) return null;
  const key = keys.map((each) => each.key).reduce((smallest, other) => (other < smallest ? other : smallest));
  const perTranscript = countMentions(store, keys);
  const mentions = [...perTranscript.values()].reduce((sum, count) => sum + count, 0);
  const recurrences = perTranscript.size > 1 ? perTranscript : new Map<number, number>();
  return store.putEntity({ ...summary, key, mentions, transcripts: perTranscript.size, recurrences });
}

function countMentions(store: ResolutionStore, keys: Cluster): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { no } of keys)
    for (const [transcript, count] of store.mentionsOf(no))
      counts.set(transcript, (counts.get(transcript) ?? 0) + count);
  return counts;
}
