import { ColloquyError } from "../../model/index.ts";
import type { QdrantSettings } from "./settings.ts";

/** Reaches Qdrant once, without trying again. @throws ColloquyError `store` where it cannot be used. */
export async function checkQdrant(settings: QdrantSettings): Promise<{ readonly version: string }> {
  throw new ColloquyError("store", `Qdrant at ${settings.url} cannot be reached; unset QDRANT_URL.`);
}
