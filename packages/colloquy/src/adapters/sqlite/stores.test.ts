import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { graphStoreConformance, planConformance, vectorStoreConformance } from "../../testing/index.ts";
import { openSqliteGraphStore, openSqliteVectorStore } from "./index.ts";

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
