import { openGraphStore, openVectorStore } from "./open-store.ts";
import type { GraphPlace, StorePlaces, VectorPlace } from "./store-places.ts";

/**
 * Makes sure of the stores that are not files of ours, once and without patience, before a workspace is made. A run on one
 * that there is reaches them by itself.
 * @param writes whether they are to be written to.
 * @throws ColloquyError `store` in one sentence where one of them cannot be used.
 */
export async function reachStores({ workspace, graph, vectors }: StorePlaces, writes: boolean): Promise<void> {
  const outcomes = await Promise.allSettled([
    reachGraph(graph, workspace, writes),
    reachVectors(vectors, workspace, writes),
  ]);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

/** What only reads must not prepare: a database that is read-only, or a user who may only read, would refuse that. */
async function reachGraph(place: GraphPlace, workspace: string, writes: boolean): Promise<void> {
  if (place.store === "embedded") return;
  if (place.store === "own") return writes ? place.port.prepare() : void (await place.port.state());
  await using store = await openGraphStore(place, { workspace, onRetry: () => undefined });
  if (writes) await store.prepare();
  else await store.state();
}

/** How many dimensions the vectors have may not be known before a model is asked, so that the store is not prepared. */
async function reachVectors(place: VectorPlace, workspace: string, writes: boolean): Promise<void> {
  if (place.store === "embedded") return;
  if (place.store === "own") return void (await place.port.state());
  if (writes) {
    const { checkQdrant } = await import("../../adapters/qdrant/index.ts");
    await checkQdrant(place.settings, { workspace, vectors: null });
    return;
  }
  await using store = await openVectorStore(place, { workspace, onRetry: () => undefined });
  await store.state();
}
