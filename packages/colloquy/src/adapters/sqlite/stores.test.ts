import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contentId, type VectorRow } from "../../model/index.ts";
import { graphStoreConformance, planConformance, vectorStoreConformance } from "../../testing/index.ts";
import { openSqliteGraphStore, openSqliteVectorStore } from "./index.ts";
import { nearest } from "../../testing/suites/searches.ts";

const SMALL_ROW: Omit<VectorRow, "id" | "vector"> = {
  kind: "vector",
  transcript: "t",
  file: "one.txt",
  ordinal: 0,
  speakers: [],
  startMs: null,
  endMs: null,
  startOffset: 0,
  endOffset: 3,
  text: "Yes",
  turns: [],
  profile: "test",
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "colloquy-stores-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the graph store in SQLite", () => {
  for (const { name, run } of planConformance(graphStoreConformance)) {
    it(name, () =>
      run(async ({ workspace = "one" } = {}) => openSqliteGraphStore(join(folder, `${workspace}.db`), { workspace })),
    );
  }
});

describe("the vector store in SQLite", () => {
  for (const { name, run } of planConformance(vectorStoreConformance)) {
    it(name, () =>
      run(async ({ workspace = "one" } = {}) => openSqliteVectorStore(join(folder, `${workspace}.db`), { workspace })),
    );
  }
});

describe("a store in SQLite that cannot release its claim", () => {
  it.each([
    ["graph", openSqliteGraphStore],
    ["vector", openSqliteVectorStore],
  ] as const)("is closed: the %s store", async (_, open) => {
    const file = join(folder, "one.db");
    const store = open(file, { workspace: "one" });
    await store.claim("m");
    const other = new Database(file);
    // Simulates a full disk: the claim cannot be written.
    other.exec("CREATE TRIGGER full BEFORE DELETE ON meta BEGIN SELECT raise(FAIL, 'disk full'); END");
    other.close();
    await store[Symbol.asyncDispose]();
    await expect(store.claim("m")).rejects.toThrow(/is closed; open it again/);
  });
});

describe("a vector store in SQLite with more than 10,000 chunks", () => {
  const dimensions = 32;
  const filter = {};
  /** Vectors that turn from the first axis to the second, the nearest to the first axis first. */
  const vectorAt = (turn: number): Float32Array =>
    Float32Array.from({ length: dimensions }, (_, at) => (at === 0 ? 1 : at === 1 ? turn : at % 2 === 0 ? 1 : -1));
  const chunkAt = (index: number, vector: Float32Array) => ({
    row: { ...SMALL_ROW, id: contentId("test", index), vector },
    terms: [],
  });

  it("finds the nearest vectors in their order, also after a change", async () => {
    await using store = openSqliteVectorStore(":memory:", { workspace: "one" });
    await store.prepare({ dimensions, profile: "test" });
    const opposite = vectorAt(0).map((value) => -value);
    const partly = vectorAt(0).map((value, at) => (at < dimensions / 2 ? value : -value));
    await store.upsert(Array.from({ length: 10_100 }, (_, index) => chunkAt(index, index < 500 ? partly : opposite)));
    await store.upsert([1, 2, 3].map((index) => chunkAt(index, vectorAt(index))));
    const found = async (limit: number): Promise<readonly string[]> =>
      (await nearest(store, vectorAt(0), { limit, filter })).map(({ row }) => row.id);
    expect(await found(3)).toEqual([1, 2, 3].map((index) => contentId("test", index)));
    await store.upsert([chunkAt(9_000, vectorAt(0))]);
    expect(await found(2)).toEqual([9_000, 1].map((index) => contentId("test", index)));
  });
});
