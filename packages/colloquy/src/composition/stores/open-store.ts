import type { GraphStore, VectorStore } from "../../ports/index.ts";
import type { GraphPlace, VectorPlace } from "./store-places.ts";

export interface StoreOpening {
  readonly workspace: string;
  /** Of an embedded store; default false. */
  readonly readonly?: boolean;
  /** Hears a sentence when a server does not answer and is tried again. */
  readonly onRetry: (sentence: string) => void;
}

/** Somebody waits for what is read. */
const READER_RETRY_MS = 30_000;

/** Opens a store in this thread. What it is made of is loaded here: SQLite, or the driver of a server. */
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
      return openNeo4jGraphStore(place.settings, { workspace, onRetry, types: place.types, ...patience(readonly) });
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
      return openQdrantVectorStore(place.settings, { workspace, analyse, onRetry, ...patience(readonly) });
    }
  }
}

/** A run waits as long as the adapters would: a server starts anew meanwhile. */
function patience(readonly: boolean): { readonly retryMs?: number } {
  return readonly ? { retryMs: READER_RETRY_MS } : {};
}
