import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "vitest";
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
