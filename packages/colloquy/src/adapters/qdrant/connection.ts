import { QdrantClient } from "@qdrant/js-client-rest";
import { ColloquyError, FINISHED_WORK_IS_KEPT, untilAborted } from "../../model/index.ts";
import { parseAddress, type QdrantAddress } from "./address.ts";
import { type Failure, NOT_QDRANT, permanent, readFailure } from "./failure.ts";
import { RequestFailure, RetryStopped, retrying } from "./retry.ts";
import { withRetryAfter } from "./retry-after.ts";
import type { QdrantSettings, QdrantStoreOptions } from "./settings.ts";

/** Default name of the address in messages. */
const VARIABLE = "QDRANT_URL";
const REQUEST_TIMEOUT_MS = 60_000;
const FIRST_CONTACT_TIMEOUT_MS = 10_000;
const RETRY_MS = 180_000;
/** The first version that counts the values of a field (facets). */
const OLDEST = [1, 12] as const;

type Request<Answer> = (client: QdrantClient) => Promise<Answer>;

/** A Qdrant server. The first request is sent once; later requests are retried for `retryMs`. */
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
  /** Requests that are being retried. */
  #failing = 0;

  /** @throws ColloquyError `configuration` for an invalid address or key. */
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
   * @throws ColloquyError `store`, whose status `wasAnswered` reads; `interrupted` after `stopRetrying`, instead of a
   * retry. Rejects with the reason of `aborted` at once, without retries.
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

  /**
   * Connects, unless connected already.
   * @returns the server's version.
   * @throws ColloquyError `store`, also after `close`.
   */
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

  /** Ends all retries. */
  stopRetrying(): void {
    this.#stopping.abort();
  }

  /** Lists the collections, because Qdrant returns its version without checking the key. */
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
    return withRetryAfter(
      async () => request(client),
      (error, retryAfterMs) => {
        const failure = readFailure(error, { hasKey: this.#hasKey, retryAfterMs });
        return failure === null ? error : new RequestFailure(failure, error);
      },
    );
  }

  /** Requests run in parallel: only the first failure of an outage is reported. */
  #tellOutage(failure: Failure): void {
    if (this.#failing > 1) return;
    const minutes = Math.max(1, Math.round(this.#retryMs / 60_000));
    this.#onRetry(`Qdrant at ${this.address} ${failure.what}; retrying for up to ${minutes} min.`);
  }

  #toSentence(error: unknown): unknown {
    if (error instanceof RetryStopped) {
      return new ColloquyError(
        "interrupted",
        `Interrupted while waiting for Qdrant at ${this.address}. ${FINISHED_WORK_IS_KEPT}`,
        { cause: error },
      );
    }
    if (!(error instanceof RequestFailure)) return error;
    const { what, wayOut } = error.failure;
    const sentence = `QDRANT_URL is set but ${this.address} ${what}. ${wayOut}`;
    return new ColloquyError("store", sentence.replaceAll(VARIABLE, this.#named), { cause: error });
  }
}

/** Whether the server answered a failed `call` with this status; without a status, whether it refused permanently. */
export function wasAnswered(error: unknown, status?: number): boolean {
  if (!ColloquyError.isInstance(error) || !(error.cause instanceof RequestFailure)) return false;
  const { failure } = error.cause;
  return status === undefined ? failure.status !== null && !failure.mayPass : failure.status === status;
}

/** The reply to a request, or `fallback` when its collection is missing. */
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

/** The key is sent as a header: given as a key over http, the client prints a warning. */
function createClient(
  { url, port, prefix, isNear }: QdrantAddress,
  apiKey: string | null,
  timeout: number,
): QdrantClient {
  if (apiKey !== null && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new ColloquyError(
      "configuration",
      "QDRANT_API_KEY is empty or contains an invalid character, such as a space; set it again.",
    );
  }
  // On a near network, compressed replies stall for 40 ms each; on a slow network compression pays.
  const encoding = isNear ? { "accept-encoding": "identity" } : {};
  const headers = { ...encoding, ...(apiKey === null ? {} : { "api-key": apiKey }) };
  return new QdrantClient({ url, port, prefix, timeout, headers, checkCompatibility: false });
}
