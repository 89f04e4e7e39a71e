import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { POLARITIES, type RelationshipRow } from "../../model/index.ts";
import { sampleRelationship } from "../../testing/suites/sample-rows.ts";
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

describe("a graph store of format 1, which counts nothing by polarity", () => {
  it("keeps its rows, and takes the counts when it is filled anew", async () => {
    const file = join(folder, "one.db");
    const [before, after] = [0, 2].map((stated) =>
      sampleRelationship("a", { polarity: { stated, negated: 0, question: 0, hypothetical: 0, implied: 0 } }),
    ) as [RelationshipRow, RelationshipRow];
    {
      await using store = openSqliteGraphStore(file, { workspace: "one" });
      await store.upsert("relationship", [after]);
    }
    const database = new Database(file);
    for (const polarity of POLARITIES) database.exec(`ALTER TABLE relationship DROP COLUMN ${polarity}`);
    database.pragma("user_version = 1");
    database.close();
    expect(() => openSqliteGraphStore(file, { workspace: "one", readonly: true })).toThrow(
      /graph store in format 1, which Colloquy 0\.1\.0 reads; this one reads format 2: run `colloquy project`/,
    );
    await using store = openSqliteGraphStore(file, { workspace: "one" });
    expect(await store.relationships({ limit: 9 })).toEqual([before]);
    await store.upsert("relationship", [after]);
    expect(await store.relationships({ limit: 9 })).toEqual([after]);
  });
});

describe("a store in SQLite that cannot give its claim back", () => {
  it.each([
    ["graph", openSqliteGraphStore],
    ["vector", openSqliteVectorStore],
  ] as const)("is closed all the same: the %s store", async (_, open) => {
    const file = join(folder, "one.db");
    const store = open(file, { workspace: "one" });
    await store.claim("m");
    const other = new Database(file);
    // As with a full disk, the claim cannot be written.
    other.exec("CREATE TRIGGER full BEFORE DELETE ON meta BEGIN SELECT raise(FAIL, 'disk full'); END");
    other.close();
    await store[Symbol.asyncDispose]();
    await expect(store.claim("m")).rejects.toThrow(/is closed; open it again/);
  });
});
