import type { VectorStore } from "../../ports/index.ts";

export interface QdrantSettings {
  /** `http://host`, `https://host:6334/prefix`; the default port is 6333, as in Qdrant's own clients. */
  readonly url: string;
  readonly apiKey: string | null;
  /** Name of the setting that gave the address, for messages. Default `QDRANT_URL`. */
  readonly named?: string;
  /** Null: `{workspace}_chunks`. Several workspaces may share a collection. */
  readonly collection: string | null;
}

/** A vector store that waits for a server that does not answer. */
export interface QdrantStore extends VectorStore {
  /**
   * Ends every wait after a failure at once, with ColloquyError `interrupted`; later failures end the same way.
   * Requests that Qdrant is processing are not affected.
   */
  stopRetrying(): void;
}

export interface QdrantStoreOptions {
  readonly workspace: string;
  /**
   * Returns the terms that `upsert` gets for a text. With it, `rows` detects points whose terms do not match their
   * text.
   */
  readonly analyse?: (text: string) => readonly string[];
  /** Called once an outage: the server does not answer, and requests are retried. */
  readonly onRetry?: (sentence: string) => void;
  /**
   * How long a request is retried after its first failure, in milliseconds; default 180,000. The first request to the
   * server is sent once.
   */
  readonly retryMs?: number;
}
