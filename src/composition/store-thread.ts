import { workerData } from "node:worker_threads";
import { openSqliteGraphStore } from "../adapters/sqlite/graph-store/index.ts";
import { openSqliteVectorStore } from "../adapters/sqlite/vector-store/index.ts";
import type { StoreThreadData, StoreThreadReady } from "./stores.ts";
import { serveThread } from "./thread/index.ts";

await serveThread<StoreThreadReady>(async () => {
  const { graph: graphPath, vectors: vectorsPath, workspace } = workerData as StoreThreadData;
  const graph = graphPath === null ? null : openSqliteGraphStore(graphPath, { workspace });
  const vectors = vectorsPath === null ? null : openSqliteVectorStore(vectorsPath, { workspace });
  return {
    objects: { ...(graph === null ? {} : { graph }), ...(vectors === null ? {} : { vectors }) },
    ready: { graphName: graph?.name ?? null, vectorsName: vectors?.name ?? null },
  };
});
