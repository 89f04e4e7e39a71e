import { ColloquyError } from "../../model/index.ts";
import type { VectorStore } from "../../ports/index.ts";
import type { QdrantSettings, QdrantStoreOptions } from "./settings.ts";

/** The passages of a workspace in a collection of Qdrant. Connects with the first call. */
export function openQdrantVectorStore(settings: QdrantSettings, options: QdrantStoreOptions): VectorStore {
  throw new ColloquyError("store", `Qdrant at ${settings.url} cannot hold ${options.workspace}; unset QDRANT_URL.`);
}
