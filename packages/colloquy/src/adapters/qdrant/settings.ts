import type { VectorStore } from "../../ports/index.ts";

export interface QdrantSettings {
  /** `http://host`, `https://host:6334/prefix`; without a port it is 6333, as for Qdrant's own clients. */
  readonly url: string;
  readonly apiKey: string | null;
  /** What gave the address, as messages call it. Default `QDRANT_URL`. */
  readonly named?: string;
  /** Null: `{workspace}_chunks`. Several workspaces may share a collection. */
  readonly collection: string | null;
}

/** A vector store that waits for a server which does not answer. */
export interface QdrantStore extends VectorStore {
  /**
   * Ends at once every wait for Qdrant after a failure, with ColloquyError `interrupted`, and so what fails from here on.
   * What Qdrant is at work on ends as ever.
   */
  stopRetrying(): void;
}

export interface QdrantStoreOptions {
  readonly workspace: string;
  /** The terms that `upsert` is given with a text. With it, `rows` tells where a point holds other terms than its text. */
  readonly analyse?: (text: string) => readonly string[];
  /** Hears a sentence, once an outage, when the server does not answer and is tried again. */
  readonly onRetry?: (sentence: string) => void;
  /** For how long a request is tried again after its first failure, in milliseconds; default 180,000. The first contact is tried once. */
  readonly retryMs?: number;
}
