export { checkQdrant } from "./check.ts";
export type { QdrantSettings } from "./settings.ts";
export { openQdrantVectorStore } from "./store.ts";
