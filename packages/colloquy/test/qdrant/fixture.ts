import { randomUUID } from "node:crypto";
import { QdrantClient } from "@qdrant/js-client-rest";
import { openQdrantVectorStore, type QdrantSettings } from "../../src/adapters/qdrant/index.ts";
import type { VectorStore } from "../../src/ports/index.ts";
import { qdrantServer } from "../servers.ts";

/** What a test makes on the server, and takes away again. */
export interface QdrantFixture extends AsyncDisposable {
  readonly url: string;
  /** Any other client of the server. */
  readonly client: QdrantClient;
  /** A name that nobody else has; collections that begin with it are deleted in the end. */
  readonly name: string;
  settings(change?: Partial<QdrantSettings>): QdrantSettings;
  /** Workspaces are prefixed with the fixture's name. */
  open(workspace?: string, change?: Partial<QdrantSettings>, onRetry?: (sentence: string) => void): VectorStore;
}

export function qdrantFixture(url = qdrantServer() ?? ""): QdrantFixture {
  const name = `test-${randomUUID()}`;
  const client = new QdrantClient({ url, checkCompatibility: false });
  const settings = (change: Partial<QdrantSettings> = {}) => ({ url, apiKey: null, collection: null, ...change });
  return {
    url,
    client,
    name,
    settings,
    open: (workspace = "one", change = {}, onRetry = () => {}) =>
      openQdrantVectorStore(settings(change), { workspace: `${name}-${workspace}`, onRetry }),
    async [Symbol.asyncDispose]() {
      const { collections } = await client.getCollections();
      for (const collection of collections.map((one) => one.name).filter((one) => one.startsWith(name))) {
        await client.deleteCollection(collection);
      }
    },
  };
}
