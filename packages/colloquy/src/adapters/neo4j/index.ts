export { checkNeo4j } from "./check.ts";
export type { Neo4jSettings, Neo4jStoreOptions, TypeNames } from "./settings.ts";
export { openNeo4jGraphStore } from "./store.ts";
export { checkNeo4jVectors } from "./vector-store/check.ts";
export { openNeo4jVectorStore } from "./vector-store/store.ts";
