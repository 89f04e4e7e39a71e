import type { GraphStore, VectorStore } from "../ports/index.ts";
import type { WorkspaceSources } from "./workspace-sources.ts";

/** The stores of an open workspace. Each is opened at its first use; after a failure, again at the next one. */
export class OpenedStores implements AsyncDisposable {
  readonly #sources: Pick<WorkspaceSources, "graph" | "vectors" | "refuseMismatched" | "borrowed">;
  #graph: Promise<GraphStore> | null = null;
  #vectors: Promise<VectorStore> | null = null;

  constructor(sources: Pick<WorkspaceSources, "graph" | "vectors" | "refuseMismatched" | "borrowed">) {
    this.#sources = sources;
  }

  graph(): Promise<GraphStore> {
    this.#graph ??= this.#sources.graph().catch((error: unknown) => {
      this.#graph = null;
      throw error;
    });
    return this.#graph;
  }

  vectors(): Promise<VectorStore> {
    this.#vectors ??= this.#sources.vectors().catch((error: unknown) => {
      this.#vectors = null;
      throw error;
    });
    return this.#vectors;
  }

  /** @throws ColloquyError `store` if the graph is empty or holds rows of another ledger. */
  async matchingGraph(): Promise<GraphStore> {
    const graph = await this.graph();
    this.#sources.refuseMismatched(graph);
    return graph;
  }

  /** @throws ColloquyError `store` if one of them is empty or holds rows of another ledger. */
  async matching(): Promise<{ readonly graph: GraphStore; readonly vectors: VectorStore }> {
    const [graph, vectors] = [await this.graph(), await this.vectors()];
    for (const store of [graph, vectors]) this.#sources.refuseMismatched(store);
    return { graph, vectors };
  }

  /** Closes the stores that are open, except those of the caller. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const opening of [this.#graph, this.#vectors]) {
      const store = await opening?.catch(() => null);
      if (store !== null && store !== undefined && !this.#sources.borrowed.has(store))
        await store[Symbol.asyncDispose]();
    }
  }
}
