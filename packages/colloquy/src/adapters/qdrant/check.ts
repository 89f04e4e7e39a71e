import { QdrantCollection } from "./collection.ts";
import type { Vectors } from "./collection-shape.ts";
import { QdrantConnection } from "./connection.ts";
import type { QdrantSettings } from "./settings.ts";

/** What is to be kept in a collection; `vectors` is null where these are not known. */
export interface QdrantUse {
  readonly workspace: string;
  readonly vectors: Vectors | null;
}

/**
 * Reaches Qdrant, without trying again, within 10 seconds, and sees whether it may be written to. Changes nothing there.
 * @returns its version, and whether the collection that is to be used is there (null: none is).
 * @throws ColloquyError `store` where it cannot be used or written to, or its collection holds something else, `configuration` where
 *   the address or the key can be none.
 */
export async function checkQdrant(
  settings: QdrantSettings,
  use: QdrantUse | null = null,
): Promise<{ readonly version: string; readonly hasCollection: boolean | null }> {
  const connection = new QdrantConnection(settings, { retryMs: 0 });
  const version = await connection.contact();
  if (use === null) return { version, hasCollection: null };
  const { workspace, vectors } = use;
  const collection = new QdrantCollection(connection, workspace, settings.collection);
  return { version, hasCollection: await collection.examine(vectors) };
}
