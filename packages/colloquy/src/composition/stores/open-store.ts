import type { GraphStore, VectorStore } from "../../ports/index.ts";
import type { GraphPlace, VectorPlace } from "./store-places.ts";

export interface StoreOpening {
  readonly workspace: string;
  /** Opens an embedded store for reading. Default false. */
  readonly readonly?: boolean;
  /** Receives a sentence when a request to a server is retried. */
  readonly onRetry: (sentence: string) => void;
}

/** A shorter limit for reads, because a user waits for them. */
const READER_RETRY_MS = 30_000;

/** Opens a store in this thread. SQLite or the server's driver is loaded only here. */
export async function openGraphStore(place: GraphPlace, opening: StoreOpening): Promise<GraphStore> {
  const { workspace, readonly = false, onRetry } = opening;
  switch (place.store) {
    case "own":
      return place.port;
    case "embedded": {
      const { openSqliteGraphStore } = await import("../../adapters/sqlite/graph-store/index.ts");
      return openSqliteGraphStore(place.path, { workspace, readonly });
    }
    case "neo4j": {
      const { openNeo4jGraphStore } = await import("../../adapters/neo4j/index.ts");
      return openNeo4jGraphStore(place.settings, { workspace, onRetry, types: place.types, ...retryLimit(readonly) });
    }
  }
}

/** As `openGraphStore`. */
export async function openVectorStore(place: VectorPlace, opening: StoreOpening): Promise<VectorStore> {
  const { workspace, readonly = false, onRetry } = opening;
  switch (place.store) {
    case "own":
      return place.port;
    case "embedded": {
      const { openSqliteVectorStore } = await import("../../adapters/sqlite/vector-store/index.ts");
      return openSqliteVectorStore(place.path, { workspace, readonly });
    }
    case "qdrant": {
      const { openQdrantVectorStore } = await import("../../adapters/qdrant/index.ts");
      const { analyse } = await import("../../analysis/index.ts");
      return openQdrantVectorStore(place.settings, { workspace, analyse, onRetry, ...retryLimit(readonly) });
    }
  }
}

/** A run uses the adapters' longer default, because a server may restart meanwhile. */
function retryLimit(readonly: boolean): { readonly retryMs?: number } {
  return readonly ? { retryMs: READER_RETRY_MS } : {};
}
