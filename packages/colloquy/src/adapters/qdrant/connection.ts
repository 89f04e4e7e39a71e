import { QdrantClient } from "@qdrant/js-client-rest";
import { ColloquyError, untilAborted } from "../../model/index.ts";
import { parseAddress, type QdrantAddress } from "./address.ts";
import { type Failure, NOT_QDRANT, permanent, readFailure } from "./failure.ts";
import { RequestFailure, RetryStopped, retrying } from "./retry.ts";
import { hearingRetryAfter } from "./retry-after.ts";
import type { QdrantSettings, QdrantStoreOptions } from "./settings.ts";

/** What gives the address where nothing else does; sentences call it so. */
const VARIABLE = "QDRANT_URL";
const REQUEST_TIMEOUT_MS = 60_000;
const FIRST_CONTACT_TIMEOUT_MS = 10_000;
const RETRY_MS = 180_000;
/** The first that counts the values of a field (facets). */
const OLDEST = [1, 12] as const;

type Request<Answer> = (client: QdrantClient) => Promise<Answer>;

/** A server of Qdrant: the first contact is tried once, what comes later for as long as `retryMs`. */
export class QdrantConnection {
  readonly address: string;
  readonly #client: QdrantClient;
  readonly #firstClient: QdrantClient;
  readonly #hasKey: boolean;
  readonly #named: string;
  readonly #onRetry: (sentence: string) => void;
  readonly #retryMs: number;
  readonly #closing = new AbortController();
  readonly #stopping = new AbortController();
  #contact: Promise<string> | null = null;
  /** How many requests are tried again at present. */
  #failing = 0;

  /** @throws ColloquyError `configuration` where the address or the key can be none. */
  constructor(
    settings: QdrantSettings,
    { onRetry = () => {}, retryMs = RETRY_MS }: Pick<QdrantStoreOptions, "onRetry" | "retryMs"> = {},
  ) {
    const address = parseAddress(settings.url);
    this.address = address.text;
    this.#client = createClient(address, settings.apiKey, REQUEST_TIMEOUT_MS);
    this.#firstClient = createClient(address, settings.apiKey, FIRST_CONTACT_TIMEOUT_MS);
    this.#named = settings.named ?? VARIABLE;
    this.#hasKey = settings.apiKey !== null;
    this.#onRetry = onRetry;
    this.#retryMs = retryMs;
  }

  /**
   * @throws ColloquyError `store` with one sentence, `wasAnswered` tells its status; `interrupted` after `stopRetrying`,
   *   in place of trying again. Rejects with the reason of `aborted` as soon as that is aborted, and tries nothing again.
   */
  async call<Answer>(request: Request<Answer>, aborted?: AbortSignal): Promise<Answer> {
    return untilAborted(aborted, async () => this.#call(request, aborted));
  }

  async #call<Answer>(request: Request<Answer>, aborted: AbortSignal | undefined): Promise<Answer> {
    await this.contact();
    const { signal } = this.#closing;
    const stop = aborted === undefined ? this.#stopping.signal : AbortSignal.any([this.#stopping.signal, aborted]);
    let hasFailed = false;
    const onRetry = (failure: Failure): void => {
      if (hasFailed) return;
      hasFailed = true;
      this.#failing += 1;
      this.#tellOutage(failure);
    };
    try {
      const attempt = async () => this.#attempt(this.#client, request);
      return await retrying(attempt, { retryMs: this.#retryMs, signal, stop, onRetry });
    } catch (error) {
      throw signal.aborted ? closed() : this.#toSentence(error);
    } finally {
      if (hasFailed) this.#failing -= 1;
    }
  }

  /** Reaches the server, unless that was done. @returns its version. @throws ColloquyError `store`, also once closed. */
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

  /** From here on nothing is tried again. */
  stopRetrying(): void {
    this.#stopping.abort();
  }

  /** The collections are listed because Qdrant tells its version to everybody, whatever the key. */
  async #firstContact(): Promise<string> {
    const version = await this.#version();
    const [major, minor] = /\d+\.\d+/.exec(version)?.[0].split(".").map(Number) ?? [];
    if (major === undefined || minor === undefined) throw new RequestFailure(NOT_QDRANT);
    if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
      const wayOut = `Install ${OLDEST.join(".")} or newer, or unset QDRANT_URL to use the embedded store.`;
      throw new RequestFailure(permanent(null, `is version ${version}`, wayOut));
    }
    await this.#attempt(this.#firstClient, async (client) => client.getCollections());
    return version;
  }

  async #version(): Promise<string> {
    try {
      const info: unknown = await this.#attempt(this.#firstClient, async (client) => client.versionInfo());
      return typeof info === "object" && info !== null && "version" in info ? String(info.version) : "";
    } catch (error) {
      throw error instanceof RequestFailure && error.failure.status === 404 ? new RequestFailure(NOT_QDRANT) : error;
    }
  }

  async #attempt<Answer>(client: QdrantClient, request: Request<Answer>): Promise<Answer> {
    return hearingRetryAfter(
      async () => request(client),
      (error, retryAfterMs) => {
        const failure = readFailure(error, { hasKey: this.#hasKey, retryAfterMs });
        return failure === null ? error : new RequestFailure(failure, error);
      },
    );
  }

  /** Requests run side by side: the first that fails speaks for those that fail while it is tried again. */
  #tellOutage(failure: Failure): void {
    if (this.#failing > 1) return;
    const minutes = Math.max(1, Math.round(this.#retryMs / 60_000));
    this.#onRetry(`Qdrant at ${this.address} ${failure.what}; it is tried again for up to ${minutes} min.`);
  }

  #toSentence(error: unknown): unknown {
    if (error instanceof RetryStopped) {
      return new ColloquyError(
        "interrupted",
        `Interrupted while waiting for Qdrant at ${this.address}; what was done is kept. Run the same command again: it goes on where it stopped.`,
        { cause: error },
      );
    }
    if (!(error instanceof RequestFailure)) return error;
    const { what, wayOut } = error.failure;
    const sentence = `QDRANT_URL is set but ${this.address} ${what}. ${wayOut}`;
    return new ColloquyError("store", sentence.replaceAll(VARIABLE, this.#named), { cause: error });
  }
}

/** Whether an error of `call` is one that the server answered with this status; without one, whether it refused for good. */
export function wasAnswered(error: unknown, status?: number): boolean {
  if (!ColloquyError.isInstance(error) || !(error.cause instanceof RequestFailure)) return false;
  const { failure } = error.cause;
  return status === undefined ? failure.status !== null && !failure.mayPass : failure.status === status;
}

/** What a request of `call` answers, or `fallback` where its collection is not there. */
export async function unlessMissing<Answer, Fallback>(
  fallback: Fallback,
  request: () => Promise<Answer>,
): Promise<Answer | Fallback> {
  try {
    return await request();
  } catch (error) {
    if (wasAnswered(error, 404)) return fallback;
    throw error;
  }
}

function closed(): ColloquyError {
  return new ColloquyError("store", "The vector store in Qdrant is closed; open another one.");
}

/** The key goes in as a header: given as a key over http, the client writes a warning to the console. */
function createClient(
  { url, port, prefix, isNear }: QdrantAddress,
  apiKey: string | null,
  timeout: number,
): QdrantClient {
  if (apiKey !== null && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new ColloquyError(
      "configuration",
      "QDRANT_API_KEY is empty or holds a character that no key has, such as a space; set it again.",
    );
  }
  // Compressed answers stall for 40 ms each where packets arrive at once; from afar they are worth it.
  const encoding = isNear ? { "accept-encoding": "identity" } : {};
  const headers = { ...encoding, ...(apiKey === null ? {} : { "api-key": apiKey }) };
  return new QdrantClient({ url, port, prefix, timeout, headers, checkCompatibility: false });
}
