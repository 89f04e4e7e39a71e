import { existsSync } from "node:fs";
import { ColloquyError } from "../model/index.ts";
import type { GraphStore, Ledger, VectorStore } from "../ports/index.ts";
import { readEmbeddedGraph, readEmbeddedVectors } from "./open-stores.ts";
import { readLedger } from "./read-ledger.ts";
import type { WorkspaceSources } from "./workspace-sources.ts";
import type { WorkspaceFolder } from "./workspace-folder.ts";
import { EMBEDDED, openGraphStore, openVectorStore, type StorePlaces } from "../stores/index.ts";
import { projectCommand, type ReadingRemark, remarkOnGraph, remarkOnVectors } from "./sync-remarks.ts";

/** Opens the stores for reading. Each is opened, and compared with the ledger, at its first use. */
export function storesToRead(
  folder: WorkspaceFolder,
  { graph, vectors }: StorePlaces,
  notify: (sentence: string) => void,
): Pick<WorkspaceSources, "graph" | "vectors" | "borrowed" | "refuseMismatched" | "remarkOnGraph"> {
  const { name: workspace } = folder;
  const borrowed = new Set([graph, vectors].flatMap((place) => (place.store === "own" ? [place.port] : [])));
  const mismatched = new Map<GraphStore | VectorStore, ReadingRemark>();
  const opening = { workspace, readonly: true, onRetry: notify };
  const compared = async <Store extends GraphStore | VectorStore>(
    store: Store,
    remarkOn: (store: Store, ledger: Ledger, folder: WorkspaceFolder) => Promise<ReadingRemark | null>,
  ): Promise<Store> => {
    try {
      const remark = await readLedger(folder, (ledger) => remarkOn(store, ledger, folder));
      if (remark !== null) notify(`${remark.sentence} ${remark.terminalHint}`);
      if (remark !== null && remark.status !== "behind") mismatched.set(store, remark);
      return store;
    } catch (error) {
      if (!borrowed.has(store)) await store[Symbol.asyncDispose]();
      throw error;
    }
  };
  return {
    borrowed,
    remarkOnGraph: (store) => readLedger(folder, (ledger) => remarkOnGraph(store, ledger, folder)),
    refuseMismatched: (store) => {
      const remark = mismatched.get(store);
      if (remark !== undefined)
        throw new ColloquyError("store", remark.sentence, { terminalHint: remark.terminalHint });
    },
    graph: async () => {
      if (graph.store !== EMBEDDED) return compared(await openGraphStore(graph, opening), remarkOnGraph);
      requireFile(graph.path, folder);
      return compared(await readEmbeddedGraph(graph.path, workspace), remarkOnGraph);
    },
    vectors: async () => {
      if (vectors.store !== EMBEDDED) return compared(await openVectorStore(vectors, opening), remarkOnVectors);
      requireFile(vectors.path, folder);
      return compared(await readEmbeddedVectors(vectors.path, workspace), remarkOnVectors);
    },
  };
}

function requireFile(path: string, folder: WorkspaceFolder): void {
  if (existsSync(path)) return;
  throw new ColloquyError("not-found", `Workspace ${folder.name} has no ${path}.`, {
    terminalHint: `Run ${projectCommand(folder)} to create it from the ledger.`,
  });
}
