import { randomUUID } from "node:crypto";
import { afterAll, describe, it } from "vitest";
import { openNeo4jGraphStore } from "../../src/adapters/neo4j/index.ts";
import { graphStoreConformance, planConformance } from "../../src/testing/index.ts";
import { neo4jServer, NO_NEO4J } from "../servers.ts";

const server = neo4jServer();
const titled = (title: string) => (server === null ? `${title} (skipped: ${NO_NEO4J})` : title);

describe.skipIf(server === null)(titled("a graph store in Neo4j"), () => {
  const used: string[] = [];
  const open = (workspace: string) => {
    if (server === null) throw new TypeError(NO_NEO4J);
    used.push(workspace);
    return openNeo4jGraphStore(server, { workspace });
  };
  afterAll(async () => {
    for (const workspace of new Set(used)) {
      await using store = open(workspace);
      await store.clear();
    }
  });

  for (const { name, run, skipped } of planConformance(graphStoreConformance)) {
    it(name, { skip: skipped !== null }, () => {
      const prefix = randomUUID();
      return run(async ({ workspace = "one" } = {}) => open(`${prefix}-${workspace}`));
    });
  }
});
