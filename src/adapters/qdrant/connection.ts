import { QdrantClient } from "@qdrant/js-client-rest";
import { ColloquyError } from "../../model/index.ts";
import { parseAddress, type QdrantAddress } from "./address.ts";
import { type Failure, permanent, readFailure } from "./failure.ts";
import { RequestFailure, retrying } from "./retry.ts";
import type { QdrantSettings, QdrantStoreOptions } from "./settings.ts";

const REQUEST_TIMEOUT_MS = 60_000;
const FIRST_CONTACT_TIMEOUT_MS = 10_000;
const RETRY_MS = 180_000;
/** The first that merges dense and sparse searches, knows IDF, and keeps tenants of a collection together. */
const OLDEST = [1, 11] as const;

type Request<Answer> = (client: QdrantClient) => Promise<Answer>;

/** A server of Qdrant: the first contact is tried once, what comes later for as long as `retryMs`. */
export class QdrantConnection {
  readonly address: string;
  readonly #client: QdrantClient;
  readonly #firstClient: QdrantClient;
  readonly #hasKey: boolean;
  readonly #onRetry: (sentence: string) => void;
  readonly #retryMs: number;
  readonly #closing = new AbortController();
  #contact: Promise<string> | null = null;
  #isDown = false;

  /** @throws ColloquyError `configuration` where the address or the key can be none. */
  constructor(
    settings: QdrantSettings,
    { onRetry = () => {}, retryMs = RETRY_MS }: Pick<QdrantStoreOptions, "onRetry" | "retryMs"> = {},
  ) {
    const address = parseAddress(settings.url);
    this.address = address.text;
    this.#client = createClient(address, settings.apiKey, REQUEST_TIMEOUT_MS);
    this.#firstClient = createClient(address, settings.apiKey, FIRST_CONTACT_TIMEOUT_MS);
    this.#hasKey = settings.apiKey !== null;
    this.#onRetry = onRetry;
    this.#retryMs = retryMs;
  }

  /** @throws ColloquyError `store` with one sentence; `wasAnswered` tells its status. */
  async call<Answer>(request: Request<Answer>): Promise<Answer> {
    await this.contact();
    const { signal } = this.#closing;
    const onRetry = (failure: Failure) => this.#tellOutage(failure);
    try {
      const answer = await retrying(() => this.#attempt(this.#client, request), {
        retryMs: this.#retryMs,
        signal,
        onRetry,
      });
      this.#isDown = false;
      return answer;
    } catch (error) {
      if (signal.aborted) throw closed();
      throw this.#toSentence(error);
    }
  }

  /** Reaches the server, unless that was done. @returns its version. */
  async contact(): Promise<string> {
    if (this.#closing.signal.aborted) throw closed();
    this.#contact ??= this.#firstContact().catch((error: unknown) => {
      this.#contact = null;
      throw this.#toSentence(error);
    });
    return this.#contact;
  }

  close(): void {
    this.#closing.abort();
  }

  /** The collections are listed because Qdrant tells its version to everybody, whatever the key. */
  async #firstContact(): Promise<string> {
    const { version } = await this.#attempt(this.#firstClient, async (client) => client.versionInfo());
    const numbers = /^v?(\d+)\.(\d+)/.exec(String(version));
    if (numbers === null) {
      throw this.#failed(permanent(null, "did not answer as Qdrant does", "Correct QDRANT_URL, or unset it."));
    }
    const [major, minor] = [Number(numbers[1]), Number(numbers[2])];
    if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
      throw this.#failed(
        permanent(null, `is version ${numbers[0]}`, `Install ${OLDEST.join(".")} or newer, or unset QDRANT_URL.`),
      );
    }
    await this.#attempt(this.#firstClient, async (client) => client.getCollections());
    return version;
  }

  async #attempt<Answer>(client: QdrantClient, request: Request<Answer>): Promise<Answer> {
    try {
      return await request(client);
    } catch (error) {
      throw this.#failed(readFailure(error, { hasKey: this.#hasKey }), error);
    }
  }

  #failed(failure: Failure, cause?: unknown): RequestFailure {
    return new RequestFailure(failure, cause);
  }

  #tellOutage(failure: Failure): void {
    if (this.#isDown) return;
    this.#isDown = true;
    const minutes = Math.max(1, Math.round(this.#retryMs / 60_000));
    this.#onRetry(`Qdrant at ${this.address} ${failure.what}; it is tried again for up to ${minutes} min.`);
  }

  #toSentence(error: unknown): unknown {
    if (!(error instanceof RequestFailure)) return error;
    const { what, wayOut } = error.failure;
    return new ColloquyError("store", `QDRANT_URL is set but ${this.address} ${what}. ${wayOut}`, { cause: error });
  }
}

/** Whether an error of `call` is one that the server answered with this status. */
export function wasAnswered(error: unknown, status: number): boolean {
  return (
    ColloquyError.isInstance(error) && error.cause instanceof RequestFailure && error.cause.failure.status === status
  );
}

function closed(): ColloquyError {
  return new ColloquyError("store", "The vector store in Qdrant is closed; open another one.");
}

/** The key goes in as a header: given as a key over http, the client writes a warning to the console. */
function createClient({ url, port, prefix }: QdrantAddress, apiKey: string | null, timeout: number): QdrantClient {
  if (apiKey !== null && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new ColloquyError(
      "configuration",
      "QDRANT_API_KEY is empty or holds a character that no key has, such as a space; set it again.",
    );
  }
  // Compressed answers stall for 40 ms each on a loopback.
  const headers = { "accept-encoding": "identity", ...(apiKey === null ? {} : { "api-key": apiKey }) };
  return new QdrantClient({ url, port, prefix, timeout, headers, checkCompatibility: false });
}
