import type { GraphStore, VectorStore } from "../ports/index.ts";
import { startThread, type ThreadClient, threadFile } from "../threads/index.ts";
import type { StoreNotices } from "./store-notices.ts";
import type { StoreRetries, StoreThreadData, StoreThreadReady } from "./store-thread.ts";
import type { StorePlaces } from "./stores/index.ts";

/** The stores of a workspace, open for writing. */
export interface OpenStores extends AsyncDisposable {
  readonly graphStore: GraphStore;
  readonly vectorStore: VectorStore;
}

/** Rows for a server exist three times at once: as objects, as the driver's values and as bytes. */
const HEAP_MEGABYTES = { embedded: 160, server: 448 } as const;

export interface OpenStoresOptions {
  /** Called with a sentence when a server does not reply and is tried again. */
  readonly tell: (sentence: string) => void;
  /** Aborted: servers are not waited for any longer, and what waits for one throws `interrupted`. */
  readonly signal: AbortSignal;
}

/**
 * Opens the graph store and the vector store of a workspace. Files and servers are written by one thread, beside the
 * ledger's, so that the main thread is free for calls. Ports of the caller's own stay on the caller's thread.
 */
export async function openStores(places: StorePlaces, { tell, signal }: OpenStoresOptions): Promise<OpenStores> {
  const { graph, vectors, workspace } = places;
  if (graph.store === "own" && vectors.store === "own")
    return { graphStore: graph.port, vectorStore: vectors.port, async [Symbol.asyncDispose]() {} };
  const data: StoreThreadData = {
    graph: graph.store === "own" ? null : graph,
    vectors: vectors.store === "own" ? null : vectors,
    workspace,
  };
  const isServer = graph.store === "neo4j" || vectors.store === "qdrant";
  const thread = await startThread<StoreThreadReady>({
    name: "store",
    file: threadFile(import.meta.url, "store-thread"),
    data,
    heapMegabytes: HEAP_MEGABYTES[isServer ? "server" : "embedded"],
    isReusable: !isServer,
  });
  const { client, ready } = thread;
  void forwardNotices(client, tell);
  const stopping = stopRetriesWhenAborted(client, signal);
  const streams = ["rows"] as const;
  return {
    graphStore:
      graph.store === "own"
        ? graph.port
        : client.object<GraphStore>("graph", { streams, properties: ready.graph ?? {} }),
    vectorStore:
      vectors.store === "own"
        ? vectors.port
        : client.object<VectorStore>("vectors", { streams, properties: ready.vectors ?? {} }),
    async [Symbol.asyncDispose]() {
      stopping[Symbol.dispose]();
      await thread[Symbol.asyncDispose]();
    },
  };
}

async function forwardNotices(client: ThreadClient, tell: (sentence: string) => void): Promise<void> {
  const notices = client.object<StoreNotices>("notices");
  try {
    for (let notice = await notices.next(); notice !== null; notice = await notices.next()) tell(notice);
  } catch {
    // The thread has ended: the next call to a store fails with the reason.
  }
}

function stopRetriesWhenAborted(client: ThreadClient, signal: AbortSignal): Disposable {
  const retries = client.object<StoreRetries>("retries");
  // A thread that has ended retries nothing.
  const stop = (): void => void retries.stop().catch(() => undefined);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", stop) };
}
