export { checkNeo4j } from "./contact.ts";
export type { Neo4jSettings, Neo4jStoreOptions } from "./settings.ts";
export { type Neo4jGraphStore, openNeo4jGraphStore } from "./store.ts";
