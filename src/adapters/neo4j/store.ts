import type { GraphStore } from "../../ports/index.ts";
import type { Neo4jSettings, Neo4jStoreOptions } from "./settings.ts";

/** The graph of one workspace in a Neo4j. */
export function openNeo4jGraphStore(_settings: Neo4jSettings, _options: Neo4jStoreOptions): GraphStore {
  throw new Error("to come");
}
