import { describe, it } from "vitest";
import { graphStoreConformance, planConformance, vectorStoreConformance } from "../index.ts";
import { createMemoryGraphStore } from "./graph-store.ts";
import { createMemoryVectorStore } from "./vector-store.ts";

const ALONE = "no other object has these rows";
const skip = {
  "keeps everything when it is closed and opened again": "memory ends with the store",
  "refuses every write of a run after another run replaced its claim": ALONE,
  "releases its claim when it is disposed of, and keeps a claim that replaced it": ALONE,
};

describe("the graph store in memory", () => {
  for (const { name, run, skipped } of planConformance(graphStoreConformance, { skip })) {
    it.skipIf(skipped !== null)(name, () => run(async () => createMemoryGraphStore()));
  }
});

describe("the vector store in memory", () => {
  for (const { name, run, skipped } of planConformance(vectorStoreConformance, { skip })) {
    it.skipIf(skipped !== null)(name, () => run(async () => createMemoryVectorStore()));
  }
});
