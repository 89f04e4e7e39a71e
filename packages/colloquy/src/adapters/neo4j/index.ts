export { checkNeo4j } from "./check.ts";
export type { TypeNames } from "./constraints.ts";
export type { Neo4jSettings, Neo4jStoreOptions } from "./settings.ts";
export { type Neo4jGraphStore, openNeo4jGraphStore } from "./store.ts";
