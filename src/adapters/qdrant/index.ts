export { checkQdrant } from "./check.ts";
export type { QdrantSettings, QdrantStoreOptions } from "./settings.ts";
export { openQdrantVectorStore } from "./store.ts";
