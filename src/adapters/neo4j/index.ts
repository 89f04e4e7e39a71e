export { checkNeo4j } from "./contact.ts";
export type { Neo4jSettings, Neo4jStoreOptions } from "./settings.ts";
export { openNeo4jGraphStore } from "./store.ts";
