import { expect, it } from "vitest";
import type { VectorStore } from "../ports/index.ts";
import { createMemoryVectorStore } from "../testing/index.ts";
import { sampleEpoch } from "../testing/suites/projection-state.ts";
import { sampleIndexedChunk } from "../testing/suites/sample-rows.ts";
import { Background } from "./background.ts";

const QUERY = Float32Array.of(1, 0, 0, 0);

async function write(store: VectorStore, epoch: number, ...vectors: readonly Float32Array[]): Promise<void> {
  const target = { marker: "m", epoch: sampleEpoch(epoch) };
  await store.begin(target);
  await store.upsert(vectors.map((vector, index) => ({ row: sampleIndexedChunk(`c${index}`, { vector }), terms: [] })));
  await store.complete(target);
}

it("The background is read again when rows of an index change, also if their number stays", async () => {
  await using store = createMemoryVectorStore();
  await store.prepare({ dimensions: 4, profile: "sample/1" });
  const background = new Background(store);
  await write(store, 1, QUERY);
  expect((await background.distribution(QUERY, {})).mean).toBe(1);
  await write(store, 2, Float32Array.of(0, 1, 0, 0));
  expect((await background.distribution(QUERY, {})).mean).toBe(0);
  await store.upsert([{ row: sampleIndexedChunk("another", { vector: QUERY }), terms: [] }]);
  expect((await background.distribution(QUERY, {})).mean).toBe(0.5);
});
