import { expect, it } from "vitest";
import type { GraphStore } from "../ports/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../testing/index.ts";
import { type ContextSources, gatherContext } from "./gather-context.ts";

/** Sources whose search ends only when it is aborted, and whose graph fails in one method. */
function sourcesFailingIn(method: keyof GraphStore) {
  const searches: AbortSignal[] = [];
  const graph = new Proxy(createMemoryGraphStore(), {
    get: (store, name) => {
      const value: unknown = Reflect.get(store, name);
      if (name === method) return () => Promise.reject(new Error("The graph is gone."));
      return typeof value === "function" ? value.bind(store) : value;
    },
  });
  const sources: ContextSources = {
    search: (_words, { signal }) =>
      new Promise((_resolve, reject) => {
        if (signal === undefined) return;
        searches.push(signal);
        signal.addEventListener("abort", () => reject(signal.reason as Error));
      }),
    graph,
    vectors: createMemoryVectorStore(),
    summaryOf: async () => null,
    transcriptWords: async () => [],
  };
  return { sources, searches };
}

it("ends the search when the graph cannot be read", async () => {
  const { sources, searches } = sourcesFailingIn("entities");
  await expect(gatherContext(sources, { question: "What is discussed?" })).rejects.toThrow("The graph is gone.");
  expect(searches.map(({ aborted }) => aborted)).toEqual([true]);
});

it("does not search when the entities of a question cannot be read", async () => {
  const { sources, searches } = sourcesFailingIn("findEntities");
  await expect(gatherContext(sources, { question: "What does sleep cause?" })).rejects.toThrow("The graph is gone.");
  expect(searches).toEqual([]);
});

it("is ended by its caller", async () => {
  const { sources, searches } = sourcesFailingIn("rows");
  const caller = new AbortController();
  const gathering = gatherContext(sources, { question: "What does sleep cause?" }, { signal: caller.signal });
  await expect.poll(() => searches.length).toBe(1);
  caller.abort(new Error("The caller has left."));
  await expect(gathering).rejects.toThrow("The caller has left.");
});
