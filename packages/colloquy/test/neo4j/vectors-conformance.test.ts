import { randomUUID } from "node:crypto";
import { afterAll, describe, it } from "vitest";
import { openNeo4jVectorStore } from "../../src/adapters/neo4j/index.ts";
import { planConformance, vectorStoreConformance } from "../../src/testing/index.ts";
import { missing, serverOf, titled } from "./workplace.ts";

describe.skipIf(missing !== null)(titled("a vector store in Neo4j"), () => {
  const used: string[] = [];
  const open = (workspace: string) => {
    used.push(workspace);
    return openNeo4jVectorStore(serverOf(), { workspace });
  };
  afterAll(async () => {
    for (const workspace of new Set(used)) {
      await using store = open(workspace);
      await store.clear();
    }
  });

  for (const { name, run, skipped } of planConformance(vectorStoreConformance)) {
    it(name, { skip: skipped !== null }, () => {
      const prefix = randomUUID();
      return run(async ({ workspace = "one" } = {}) => open(`${prefix}-${workspace}`));
    });
  }
});
