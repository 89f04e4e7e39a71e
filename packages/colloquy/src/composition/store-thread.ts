import type { GraphStore, VectorStore } from "../ports/index.ts";
import { receivingSignals, serveThread } from "../threads/index.ts";
import { StoreNotices } from "./store-notices.ts";
import { type GraphPlace, openGraphStore, openVectorStore, type VectorPlace } from "../stores/index.ts";

/** The places whose store a thread can open. A port of the caller cannot be sent to a thread. */
type SentPlace<Place extends { readonly store: string }> = Exclude<Place, { readonly store: "own" }>;

export interface StoreThreadData {
  /** Null when the caller provides the store. */
  readonly graph: SentPlace<GraphPlace> | null;
  readonly vectors: SentPlace<VectorPlace> | null;
  readonly workspace: string;
  /** Whether embedded stores must exist and refuse writes. */
  readonly readonly: boolean;
}

/** The properties of the stores that are copied to the caller. All other members are methods. */
export interface StoreThreadReady {
  readonly graph: Required<Pick<GraphStore, "name" | "batchRows" | "holdsSummaries">> | null;
  readonly vectors: Pick<VectorStore, "name"> | null;
}

/** Stops the retries of requests to servers. */
export interface StoreRetries {
  /** Stops all retries. Requests that wait for a retry throw `interrupted`. */
  stop(): Promise<void>;
}

const DEFAULT_BATCH_ROWS = 1000;

serveThread<StoreThreadData, StoreThreadReady>(
  async ({ graph: graphPlace, vectors: vectorPlace, workspace, readonly }) => {
    const notices = new StoreNotices();
    const opening = { workspace, readonly, onRetry: (sentence: string) => notices.add(sentence) };
    const graph = graphPlace === null ? null : await openGraphStore(graphPlace, opening);
    const vectors = vectorPlace === null ? null : await openVectorStore(vectorPlace, opening);
    const retries: StoreRetries = {
      async stop() {
        for (const store of [graph, vectors]) if (store !== null && mayRetry(store)) store.stopRetrying();
      },
    };
    return {
      objects: {
        notices,
        retries,
        ...(graph === null ? {} : { graph: receivingSignals(graph) }),
        ...(vectors === null ? {} : { vectors: receivingSignals(vectors) }),
      },
      ready: {
        graph: graph === null ? null : propertiesOf(graph),
        vectors: vectors === null ? null : { name: vectors.name },
      },
    };
  },
);

/** The properties of the store on the other thread. */
function propertiesOf({ name, batchRows = DEFAULT_BATCH_ROWS, holdsSummaries = false }: GraphStore) {
  return { name, batchRows, holdsSummaries };
}

/** Only stores on a server retry. */
function mayRetry(store: object): store is { stopRetrying(): void } {
  return "stopRetrying" in store && typeof store.stopRetrying === "function";
}
