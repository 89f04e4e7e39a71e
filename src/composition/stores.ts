import type { GraphStore, VectorStore } from "../ports/index.ts";
import { startThread, threadFile } from "./thread/index.ts";

export interface StoreThreadData {
  /** Null where the caller brings a store of their own. */
  readonly graph: string | null;
  readonly vectors: string | null;
  readonly workspace: string;
}

export interface StoreThreadReady {
  readonly graphName: string | null;
  readonly vectorsName: string | null;
}

export interface EmbeddedStores extends AsyncDisposable {
  readonly graph: GraphStore | null;
  readonly vectors: VectorStore | null;
}

/** The embedded stores of a workspace on a thread of their own, beside the ledger's. */
export async function openEmbeddedStores(data: StoreThreadData): Promise<EmbeddedStores> {
  if (data.graph === null && data.vectors === null) {
    return { graph: null, vectors: null, async [Symbol.asyncDispose]() {} };
  }
  const thread = await startThread<StoreThreadReady>({
    name: "store",
    file: threadFile(import.meta.url, "store-thread"),
    data,
    heapMegabytes: 160,
  });
  const { graphName, vectorsName } = thread.ready;
  const { connection } = thread;
  return {
    graph:
      graphName === null
        ? null
        : connection.object<GraphStore>("graph", { streams: ["rows"], properties: { name: graphName } }),
    vectors:
      vectorsName === null
        ? null
        : connection.object<VectorStore>("vectors", { streams: ["rows"], properties: { name: vectorsName } }),
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
}
