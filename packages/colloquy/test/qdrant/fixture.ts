import { randomUUID } from "node:crypto";
import { QdrantClient } from "@qdrant/js-client-rest";
import { openQdrantVectorStore, type QdrantSettings } from "../../src/adapters/qdrant/index.ts";
import type { VectorStore } from "../../src/ports/index.ts";
import { qdrantServer } from "../servers.ts";

/** A test's data on the server; removed at the end. */
export interface QdrantFixture extends AsyncDisposable {
  readonly url: string;
  /** A client with the server's own API. */
  readonly client: QdrantClient;
  /** A unique name; collections that begin with it are deleted at the end. */
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
