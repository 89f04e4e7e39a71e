import type { EntitySummary, KeyDecision, NameVariant, ResolutionStore } from "../ports/index.ts";
import type { Cluster } from "./clusters.ts";
import { soughtAs } from "./sought-names.ts";
import { summarise } from "./summary.ts";

/** Decides the entity of a cluster, its name, and the transcripts that mention it. */
export function resolveCluster(store: ResolutionStore, cluster: Cluster): void {
  const variants = new Map(cluster.map((key) => [key, store.variantsOf(key.no)]));
  const mentioned = cluster.filter((key) => variants.get(key)?.length !== 0);
  const summary = correctedSummary(store, mentioned, [...variants.values()].flat());
  const entity = summary === null ? null : writeEntity(store, mentioned, summary);
  for (const key of cluster) {
    const after = variants.get(key)?.length === 0 ? null : entity;
    if (key.entity !== after) store.assignKey(key.no, after);
    const ofStem = cluster.filter(({ stem }) => stem === key.stem).flatMap((peer) => variants.get(peer) ?? []);
    store.seekKey(key.no, after === null || summary === null ? null : soughtAs(key, ofStem, summary.type));
  }
  const before = new Set(cluster.flatMap((key) => key.entity ?? []));
  for (const no of before) if (no !== entity && store.keysOfEntity(no).length === 0) store.removeEntity(no);
}

/** The summary of a cluster with the user's name and type; null if its names make no entity, or the user hides one. */
function correctedSummary(
  store: ResolutionStore,
  keys: Cluster,
  variants: readonly NameVariant[],
): EntitySummary | null {
  const corrections = keys.flatMap(({ no, key }) => {
    const correction = store.correctionOf(no);
    return correction === null ? [] : [{ key, ...correction }];
  });
  if (keys.length === 0 || corrections.some(({ hidden }) => hidden)) return null;
  // Of several corrections the one of the smallest key counts, so that the order of keys does not matter.
  const inOrder = corrections.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const name = inOrder.find((correction) => correction.name !== null)?.name ?? null;
  const type = inOrder.find((correction) => correction.type !== null)?.type ?? null;
  return summarise(variants, { name, type, decided: decidedKeys(store, keys) });
}

/** The keys that a decision of the user or of a model connects with another key of the cluster. */
function decidedKeys(store: ResolutionStore, keys: Cluster): ReadonlyMap<string, KeyDecision["source"]> {
  const inCluster = new Set(keys.map(({ no }) => no));
  return new Map(
    keys.flatMap(({ no, key }) => {
      const same = store.decisionsOf(no).filter(({ other, isSame }) => isSame && inCluster.has(other));
      const [first] = same.map(({ source }) => source).sort();
      return first === undefined ? [] : [[key, first] as const];
    }),
  );
}

/** @returns the number of the entity. */
function writeEntity(store: ResolutionStore, keys: Cluster, summary: EntitySummary): number {
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
