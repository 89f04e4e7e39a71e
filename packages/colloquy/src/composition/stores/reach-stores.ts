import { openGraphStore, openVectorStore } from "./open-store.ts";
import type { GraphPlace, StorePlaces, VectorPlace } from "./store-places.ts";

/**
 * Checks servers and ports once, without retries, before a workspace is created. A run on an existing workspace reaches
 * them itself.
 * @param writes whether they will be written.
 * @throws ColloquyError `store` when a store cannot be used.
 */
export async function reachStores({ workspace, graph, vectors }: StorePlaces, writes: boolean): Promise<void> {
  const outcomes = await Promise.allSettled([
    reachGraph(graph, workspace, writes),
    reachVectors(vectors, workspace, writes),
  ]);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

/** Reads skip `prepare`, which a read-only database or user refuses. */
async function reachGraph(place: GraphPlace, workspace: string, writes: boolean): Promise<void> {
  if (place.store === "embedded") return;
  if (place.store === "own") return writes ? place.port.prepare() : void (await place.port.state());
  await using store = await openGraphStore(place, { workspace, onRetry: () => undefined });
  if (writes) await store.prepare();
  else await store.state();
}

/** The number of dimensions may be unknown before the first call to a model, so the store is not prepared. */
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
