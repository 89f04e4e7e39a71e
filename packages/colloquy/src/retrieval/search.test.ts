import { expect, it } from "vitest";
import { CallError } from "../ports/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../testing/index.ts";
import { sampleEpoch } from "../testing/suites/projection-state.ts";
import { sampleIndexedChunk } from "../testing/suites/sample-rows.ts";
import { searchWorkspace } from "./search.ts";

async function sources(embedQuery: () => Promise<Float32Array>) {
  const store = createMemoryVectorStore();
  const target = { marker: "m", epoch: sampleEpoch(1) };
  await store.prepare({ dimensions: 4, profile: "sample/1" });
  await store.begin(target);
  await store.upsert([{ row: sampleIndexedChunk("one"), terms: ["word"] }]);
  const graph = createMemoryGraphStore();
  await graph.prepare();
  const notices: string[] = [];
  let graphs = 0;
  return {
    store,
    model: { embedQuery },
    graph: async () => {
      graphs += 1;
      return graph;
    },
    notify: (sentence: string) => notices.push(sentence),
    notices,
    graphReads: () => graphs,
  };
}

it("A search whose query cannot be embedded finds by words, says so, and reads the graph once", async () => {
  const given = await sources(async () => {
    throw new CallError("invalid", "The model is broken.");
  });
  const { hits } = await searchWorkspace(given, "words", {});
  expect(hits).toHaveLength(1);
  expect(given.notices).toEqual([
    "Searched by words only, because the query could not be embedded: The model is broken.",
  ]);
  expect(given.graphReads()).toBe(1);
});

it("A search that is aborted while its query is embedded rejects", async () => {
  const controller = new AbortController();
  const given = await sources(async () => {
    controller.abort(new Error("The user left."));
    throw new CallError("invalid", "The call was cancelled.");
  });
  await expect(searchWorkspace(given, "words", { signal: controller.signal })).rejects.toThrow();
  expect(given.notices).toEqual([]);
});
