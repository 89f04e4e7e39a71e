import type { GraphStore, VectorStore } from "../ports/index.ts";
import type { GraphPlace, StorePlaces, VectorPlace } from "./stores/index.ts";
import type { Notices } from "./stores/notices.ts";
import type { Waiting } from "./stores/waiting.ts";
import type { Connection } from "./thread/connect.ts";
import { startThread, threadFile } from "./thread/index.ts";

/** What crosses to a thread: a port of the caller's own cannot. */
type Served<Place extends { readonly store: string }> = Exclude<Place, { readonly store: "own" }>;

export interface StoreThreadData {
  /** Null where the caller brings a store of their own. */
  readonly graph: Served<GraphPlace> | null;
  readonly vectors: Served<VectorPlace> | null;
  readonly workspace: string;
}

export interface StoreThreadReady {
  readonly graph: Required<Pick<GraphStore, "name" | "batchRows">> | null;
  readonly vectors: Pick<VectorStore, "name"> | null;
}

/** The stores of a workspace, open for writing. */
export interface OpenStores extends AsyncDisposable {
  readonly graphStore: GraphStore;
  readonly vectorStore: VectorStore;
}

/** Rows on their way to a server are there as objects, as the driver's values and as bytes. */
const HEAP_MEGABYTES = { embedded: 160, server: 448 } as const;

export interface OpenStoresOptions {
  /** Hears a sentence when a server does not answer and is tried again. */
  readonly tell: (sentence: string) => void;
  /** Aborted: no server is waited for any longer; what waits for one throws `interrupted`. */
  readonly signal: AbortSignal;
}

/**
 * Opens where graph and vectors of a workspace go. Files and servers are written by a thread of their own, beside the
 * ledger's, so that the main thread is free for calls. Ports of the caller's own stay with the caller.
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
  const { connection, ready } = thread;
  void passOn(connection, tell);
  const endWaiting = endWaitingWhenAborted(connection, signal);
  const streams = ["rows"] as const;
  return {
    graphStore:
      graph.store === "own"
        ? graph.port
        : connection.object<GraphStore>("graph", { streams, properties: ready.graph ?? {} }),
    vectorStore:
      vectors.store === "own"
        ? vectors.port
        : connection.object<VectorStore>("vectors", { streams, properties: ready.vectors ?? {} }),
    async [Symbol.asyncDispose]() {
      endWaiting[Symbol.dispose]();
      await thread[Symbol.asyncDispose]();
    },
  };
}

async function passOn(connection: Connection, tell: (sentence: string) => void): Promise<void> {
  const notices = connection.object<Notices>("notices");
  try {
    for (let told = await notices.next(); told !== null; told = await notices.next()) tell(told);
  } catch {
    // The thread has ended: whoever needs a store hears of it.
  }
}

function endWaitingWhenAborted(connection: Connection, signal: AbortSignal): Disposable {
  const waiting = connection.object<Waiting>("waiting");
  // A thread that has ended waits for nobody.
  const end = (): void => void waiting.end().catch(() => undefined);
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", end) };
}
