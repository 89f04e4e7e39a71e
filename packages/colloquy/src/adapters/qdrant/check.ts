import { QdrantCollection } from "./collection.ts";
import type { Vectors } from "./collection-shape.ts";
import { QdrantConnection } from "./connection.ts";
import type { QdrantSettings } from "./settings.ts";

/** The collection to use; `vectors` is null when they are not known. */
export interface QdrantUse {
  readonly workspace: string;
  readonly vectors: Vectors | null;
}

/**
 * Connects without retries, within 10 seconds, and checks that Qdrant can be written to. Changes nothing there.
 * @returns its version, and whether the collection exists (null: `use` is null).
 * @throws ColloquyError `store` when it cannot be used or written to, or its collection holds something else;
 * `configuration` for an invalid address or key.
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
