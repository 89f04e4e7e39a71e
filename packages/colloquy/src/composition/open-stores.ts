import type { GraphStore, VectorStore } from "../ports/index.ts";
import { sendingSignals, startThread, type Thread, type ThreadClient, threadFile } from "../threads/index.ts";
import type { StoreNotices } from "./store-notices.ts";
import type { StoreRetries, StoreThreadData, StoreThreadReady } from "./store-thread.ts";
import { EMBEDDED, isOnServer, type StorePlaces } from "../stores/index.ts";

/** The stores of a workspace, open for writing. */
export interface OpenStores extends AsyncDisposable {
  readonly graphStore: GraphStore;
  readonly vectorStore: VectorStore;
}

const STREAMS = ["rows"] as const;

/** Rows for a server are in memory three times: as objects, as driver values and as bytes. */
const HEAP_MEGABYTES = { embedded: 160, server: 448 } as const;

export interface OpenStoresOptions {
  /** Called with a sentence when a request to a server is retried. */
  readonly notify: (sentence: string) => void;
  /** When aborted, retries end and pending requests throw `interrupted`. */
  readonly signal: AbortSignal;
}

/**
 * Opens the graph store and the vector store of a workspace. One thread, separate from the ledger's, writes files and
 * servers, so that the main thread stays free for calls. Ports of the caller stay on the caller's thread.
 */
export async function openStores(places: StorePlaces, { notify, signal }: OpenStoresOptions): Promise<OpenStores> {
  const { graph, vectors, workspace } = places;
  if (graph.store === "own" && vectors.store === "own")
    return { graphStore: graph.port, vectorStore: vectors.port, async [Symbol.asyncDispose]() {} };
  const thread = await startStoreThread({
    graph: graph.store === "own" ? null : graph,
    vectors: vectors.store === "own" ? null : vectors,
    workspace,
    readonly: false,
  });
  const { client, ready } = thread;
  void forwardNotices(client, notify);
  const stopping = stopRetriesWhenAborted(client, signal);
  return {
    graphStore:
      graph.store === "own"
        ? graph.port
        : client.object<GraphStore>("graph", { streams: STREAMS, properties: ready.graph ?? {} }),
    vectorStore:
      vectors.store === "own"
        ? vectors.port
        : client.object<VectorStore>("vectors", { streams: STREAMS, properties: ready.vectors ?? {} }),
    async [Symbol.asyncDispose]() {
      stopping[Symbol.dispose]();
      await thread[Symbol.asyncDispose]();
    },
  };
}

/** Opens the embedded graph of a workspace for reading, on its own thread. @throws as opening the store does. */
export async function readEmbeddedGraph(path: string, workspace: string): Promise<GraphStore> {
  const graph = { store: EMBEDDED, path } as const;
  const thread = await startStoreThread({ graph, vectors: null, workspace, readonly: true });
  const properties = { ...thread.ready.graph, [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose]() };
  return sendingSignals(thread.client.object<GraphStore>("graph", { streams: STREAMS, properties }), STREAMS);
}

/** As `readEmbeddedGraph`, for the vectors. */
export async function readEmbeddedVectors(path: string, workspace: string): Promise<VectorStore> {
  const vectors = { store: EMBEDDED, path } as const;
  const thread = await startStoreThread({ graph: null, vectors, workspace, readonly: true });
  const properties = { ...thread.ready.vectors, [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose]() };
  return sendingSignals(thread.client.object<VectorStore>("vectors", { streams: STREAMS, properties }), STREAMS);
}

function startStoreThread(data: StoreThreadData): Promise<Thread<StoreThreadReady>> {
  const isServer = [data.graph, data.vectors].some((place) => place !== null && isOnServer(place));
  return startThread<StoreThreadReady>({
    name: "store",
    file: threadFile(import.meta.url, "store-thread"),
    data,
    heapMegabytes: HEAP_MEGABYTES[isServer ? "server" : "embedded"],
    isReusable: !isServer,
  });
}

async function forwardNotices(client: ThreadClient, notify: (sentence: string) => void): Promise<void> {
  const notices = client.object<StoreNotices>("notices");
  try {
    for (let notice = await notices.next(); notice !== null; notice = await notices.next()) notify(notice);
  } catch {
    // The thread has ended. The next call to a store throws the reason.
  }
}

function stopRetriesWhenAborted(client: ThreadClient, signal: AbortSignal): Disposable {
  const retries = client.object<StoreRetries>("retries");
  // An ended thread has no retries.
  const stop = (): void => void retries.stop().catch(() => undefined);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", stop) };
}
