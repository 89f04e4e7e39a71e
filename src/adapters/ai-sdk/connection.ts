import { Agent, EnvHttpProxyAgent, fetch, type RequestInit, type Response } from "undici";
import { CallError } from "../../ports/index.ts";
import { notAnApi } from "./call-failure.ts";
import type { Endpoint } from "./endpoint.ts";
import { eventsOfWholeReply } from "./whole-reply.ts";

export type Fetch = typeof globalThis.fetch;

/** What one call makes of its answer. */
export interface Exchange {
  /** Whether events are expected, and not one JSON value. */
  readonly streamed: boolean;
  /** No more bytes than this are read. */
  readonly maxReplyBytes: number;
  /** Hears the headers of an answer that is none of an error. */
  readonly onHead: (headers: Readonly<Record<string, string>>) => void;
  /** Hears why the answer, which then simply ends, is not complete: what had come of it is still read. */
  readonly onBroken: (reason: unknown) => void;
}

/** The connections to an endpoint, as many as there may be calls at once. */
export interface Connection extends AsyncDisposable {
  /** The fetch of one call. */
  fetchFor(exchange: Exchange): Fetch;
  /** Whether the endpoint has answered as an API of this kind does. */
  readonly proven: boolean;
  prove(): void;
}

const CONNECT_TIMEOUT_MS = 15_000;
/** Servers close idle connections after 5 seconds (Node, uvicorn, llama.cpp): we are first. */
const KEEP_ALIVE_MS = 4_000;
const MAX_ERROR_BYTES = 1_000_000;

/**
 * Undici's own timeouts are off: how long a call may take is decided where it is admitted.
 * HTTPS_PROXY and NO_PROXY count, but for loopback addresses.
 */
export function openConnection(endpoint: Endpoint, connections: number): Connection {
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
  let proven = false;
  let closing: Promise<void> | null = null;
  return {
    fetchFor: (exchange) =>
      asGlobalFetch(async (input, init) => {
        if (closing !== null) throw new Error(`The connection to ${endpoint.name} is closed.`);
        // A redirect would take the key to wherever it leads.
        const response = await fetch(input, { ...init, dispatcher, redirect: "manual" });
        return receive(response, exchange, endpoint, proven);
      }),
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

/** Undici's types of fetch are those of another version than Node's own; what they describe is the same. */
function asGlobalFetch(
  one: (input: string | URL, init?: RequestInit) => Promise<Response | globalThis.Response>,
): Fetch {
  return one as unknown as Fetch;
}

async function receive(
  response: Response,
  exchange: Exchange,
  endpoint: Endpoint,
  proven: boolean,
): Promise<Response | globalThis.Response> {
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    throw new CallError("not-found", describeRedirect(response, endpoint));
  }
  if (!response.ok) return withBody(response, readableBody(response, MAX_ERROR_BYTES, exchange, endpoint));
  const type = response.headers.get("content-type") ?? "";
  if (exchange.streamed && /\bjson\b/i.test(type)) {
    exchange.onHead(Object.fromEntries(response.headers));
    return eventsOfWholeReply(withBody(response, readableBody(response, exchange.maxReplyBytes, exchange, endpoint)));
  }
  if (type !== "" && !(exchange.streamed ? /event-stream/i : /\bjson\b/i).test(type)) {
    await response.body?.cancel();
    throw notAnApi(
      endpoint,
      proven,
      /html/i.test(type) ? "a web page" : `something of the type ${endpoint.quote(type)}`,
    );
  }
  exchange.onHead(Object.fromEntries(response.headers));
  return withBody(response, readableBody(response, exchange.maxReplyBytes, exchange, endpoint));
}

function describeRedirect(response: Response, endpoint: Endpoint): string {
  const target = URL.parse(response.headers.get("location") ?? "", endpoint.baseUrl ?? undefined);
  const where = target === null ? "elsewhere" : `to ${target.origin}${target.pathname}`;
  return `${endpoint.name} redirects ${where} (HTTP ${response.status}), which is not followed with a key: if you trust it, name it as the base URL.`;
}

function withBody(response: Response, body: ReadableStream<Uint8Array> | null): globalThis.Response {
  return new globalThis.Response(body, {
    status: response.status,
    statusText: response.statusText,
    headers: Object.fromEntries(response.headers),
  });
}

/**
 * The body of a response, of which no more than `maxBytes` are read. It ends where it breaks, since an error would
 * throw away whatever still waits in the streams that it is piped through, and that was paid for.
 */
function readableBody(
  response: Response,
  maxBytes: number,
  exchange: Exchange,
  endpoint: Endpoint,
): ReadableStream<Uint8Array> | null {
  if (response.body === null) return null;
  const reader = response.body.getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        bytes += value.byteLength;
        if (bytes > maxBytes) throw tooLong(endpoint, maxBytes);
        controller.enqueue(value);
      } catch (reason) {
        exchange.onBroken(reason);
        controller.close();
        await reader.cancel(reason).catch(() => {});
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function tooLong(endpoint: Endpoint, maxBytes: number): CallError {
  return new CallError(
    "invalid",
    `The reply of ${endpoint.name} is larger than ${maxBytes.toLocaleString("en")} bytes, more than was asked for: it was not read to its end.`,
  );
}
