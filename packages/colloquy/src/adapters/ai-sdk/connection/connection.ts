import { AsyncLocalStorage } from "node:async_hooks";
import { Readable } from "node:stream";
import { ColloquyError } from "../../../model/index.ts";
import { type RawResponse, receiveResponse } from "./response.ts";
import type { Endpoint } from "../endpoint.ts";
import type { Exchange } from "./exchange.ts";
import { isLoopbackHost } from "../loopback-host.ts";

export type Fetch = typeof globalThis.fetch;

/** The connections to an endpoint. */
export interface ProviderConnection extends AsyncDisposable {
  /** For the models of the AI SDK. Its request and response go through the exchange in whose context it is called. */
  readonly fetch: Fetch;
  /**
   * Gives a call its exchange. The SDK does not pass a call to `fetch`, and one model for each call would compile its
   * schemas each time.
   */
  readonly exchanges: Pick<AsyncLocalStorage<Exchange>, "run">;
  /** Whether the endpoint has sent a valid reply of its kind of API. */
  readonly proven: boolean;
  prove(): void;
}

const CONNECT_TIMEOUT_MS = 15_000;
/** Closes idle connections before servers do, after 5 seconds (Node, uvicorn, llama.cpp). */
const KEEP_ALIVE_MS = 4_000;

/**
 * Undici's own timeouts are off: the limiter decides how long a call may take.
 * Uses HTTPS_PROXY and NO_PROXY, except for loopback addresses.
 */
export async function openConnection(endpoint: Endpoint, connections: number): Promise<ProviderConnection> {
  const { Agent, EnvHttpProxyAgent, request } = await import("undici");
  const options = {
    connections,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
  };
  const dispatcher = endpoint.loopback ? new Agent(options) : new EnvHttpProxyAgent(options);
  const exchanges = new AsyncLocalStorage<Exchange>();
  let proven = false;
  let closing: Promise<void> | null = null;
  return {
    fetch: async (input, init) => {
      const exchange = exchanges.getStore();
      if (exchange === undefined) throw new Error(`A request to ${endpoint.name} was made outside of a call.`);
      if (closing !== null) throw new Error(`The connection to ${endpoint.name} is closed.`);
      const url = new URL(input instanceof Request ? input.url : input);
      refuseUnencrypted(url);
      // Not undici's fetch: it follows redirects with the key, and takes twice the memory for each call.
      const sent = typeof init?.body === "string" ? init.body : null;
      exchange.send(url, sent);
      const { statusCode, headers, body } = await request(url, {
        dispatcher,
        method: init?.method === "POST" ? "POST" : "GET",
        headers: {
          ...Object.fromEntries(new Headers(init?.headers)),
          // Nothing here decompresses it, and compression delays the pieces of a stream.
          "accept-encoding": "identity",
          ...(sent === null ? {} : { "content-length": String(Buffer.byteLength(sent)) }),
        },
        body: sent === null ? null : sentOnce(sent),
        signal: init?.signal ?? null,
      });
      const response: RawResponse = { status: statusCode, headers: plainHeaders(headers), body };
      return receiveResponse(response, exchange, endpoint, proven);
    },
    exchanges,
    get proven() {
      return proven;
    },
    prove() {
      proven = true;
    },
    [Symbol.asyncDispose]() {
      closing ??= dispatcher.destroy();
      return closing;
    },
  };
}

/** A stream of a text, which is encoded when it is sent. The bytes are freed then, and not when the reply is complete. */
function sentOnce(text: string): Readable {
  let left: string | null = text;
  return new Readable({
    read() {
      this.push(left, "utf8");
      this.push((left = null));
    },
  });
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]));
}

/** Some packages read their address from the environment if the user gives none. */
function refuseUnencrypted(url: URL): void {
  if (url.protocol === "https:" || isLoopbackHost(url.hostname)) return;
  throw new ColloquyError("provider", `${url.origin} would get the transcripts and the key unencrypted: use https.`);
}
