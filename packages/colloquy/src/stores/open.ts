import type { GraphStore, VectorStore } from "../ports/index.ts";
import { type GraphPlace, isOnServer, type ServerPlace, type StorePlaces, type VectorPlace } from "./places.ts";
import { EMBEDDED, GRAPH_SERVERS, serverNamed, VECTOR_SERVERS } from "./registry.ts";
import type { Server } from "./server.ts";

export interface StoreOpening {
  readonly workspace: string;
  /** Opens an embedded store for reading. Default false. */
  readonly readonly?: boolean;
  /** Receives a sentence when a request to a server is retried. */
  readonly onRetry: (sentence: string) => void;
}

/** Opens a store in this thread. SQLite or the server's driver is loaded only here. */
export async function openGraphStore(place: GraphPlace, opening: StoreOpening): Promise<GraphStore> {
  if (place.store === "own") return place.port;
  if (isOnServer(place)) return openOnServer<GraphStore>(GRAPH_SERVERS, place, opening);
  const { openSqliteGraphStore } = await import("../adapters/sqlite/graph-store/index.ts");
  return openSqliteGraphStore(place.path, { workspace: opening.workspace, readonly: opening.readonly ?? false });
}

/** As `openGraphStore`. */
export async function openVectorStore(place: VectorPlace, opening: StoreOpening): Promise<VectorStore> {
  if (place.store === "own") return place.port;
  if (isOnServer(place)) return openOnServer<VectorStore>(VECTOR_SERVERS, place, opening);
  const { openSqliteVectorStore } = await import("../adapters/sqlite/vector-store/index.ts");
  return openSqliteVectorStore(place.path, { workspace: opening.workspace, readonly: opening.readonly ?? false });
}

/** A shorter limit for reads, because a user waits for them. A server may restart during a run. */
const READER_RETRY_MS = 30_000;

function openOnServer<Store>(
  servers: readonly Server<object, Store>[],
  { store, settings, ontology }: ServerPlace,
  { workspace, readonly = false, onRetry }: StoreOpening,
): Promise<Store> {
  const limit = readonly ? { retryMs: READER_RETRY_MS } : {};
  return serverNamed(servers, store).open(settings, { workspace, ontology, onRetry, ...limit });
}

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
  if (place.store === EMBEDDED) return;
  if (place.store === "own") return writes ? place.port.prepare() : void (await place.port.state());
  await using store = await openGraphStore(place, { workspace, onRetry: () => undefined });
  if (writes) await store.prepare();
  else await store.state();
}

/** The number of dimensions may be unknown before the first call to a model, so the store is not prepared. */
async function reachVectors(place: VectorPlace, workspace: string, writes: boolean): Promise<void> {
  if (place.store === EMBEDDED) return;
  if (place.store === "own") return void (await place.port.state());
  if (writes) {
    const { store: name, settings, ontology } = place;
    const use = { workspace, ontology: () => ontology, vectors: async () => null };
    await serverNamed<VectorStore>(VECTOR_SERVERS, name).check(settings, use);
    return;
  }
  await using store = await openVectorStore(place, { workspace, onRetry: () => undefined });
  await store.state();
}
