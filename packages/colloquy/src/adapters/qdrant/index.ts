export { checkQdrant } from "./check.ts";
export type { QdrantSettings, QdrantStore, QdrantStoreOptions } from "./settings.ts";
export { openQdrantVectorStore } from "./store.ts";
