import { QdrantConnection } from "./connection.ts";
import type { QdrantSettings } from "./settings.ts";

/**
 * Reaches Qdrant once, without trying again, within 10 seconds.
 * @throws ColloquyError `store` where it cannot be used, `configuration` where the address or the key can be none.
 */
export async function checkQdrant(settings: QdrantSettings): Promise<{ readonly version: string }> {
  return { version: await new QdrantConnection(settings).contact() };
}
