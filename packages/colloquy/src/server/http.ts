import { createServer, type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { listen } from "../serving/index.ts";
import { shareConnections } from "./connection-shares.ts";

/** Bounds for slow and many clients, in milliseconds. */
export interface HttpBounds {
  readonly connections: number;
  /** Of one address of another machine. */
  readonly connectionsOfAddress: number;
  /** For all headers, and for the whole request. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** For the silence of a connection. */
  readonly silenceMs: number;
  /** For the silence between two requests on a connection. */
  readonly keepAliveMs: number;
  readonly checkedEveryMs: number;
  /** For requests in flight when the server ends. */
  readonly endMs: number;
}

export const BOUNDS: HttpBounds = {
  connections: 200,
  connectionsOfAddress: 50,
  headersMs: 10_000,
  requestMs: 30_000,
  silenceMs: 120_000,
  keepAliveMs: 5_000,
  checkedEveryMs: 1_000,
  endMs: 2_000,
};

export interface HttpOptions {
  readonly fetch: Parameters<typeof getRequestListener>[0];
  /** Default: `BOUNDS`. */
  readonly bounds?: HttpBounds;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Called when the server begins to end, so that streams end. */
  readonly onEnd: () => void;
}

/** A server that listens. Disposal ends it: requests have two seconds to finish. */
export interface Listening extends AsyncDisposable {
  readonly port: number;
}

/** How often connections are closed that have become idle while the server ends. */
const IDLE_EVERY_MS = 20;

/** @throws ColloquyError `network` if the address cannot be listened on. */
export async function listenHttp({ fetch, host, port, onEnd, bounds = BOUNDS }: HttpOptions): Promise<Listening> {
  const http = createServer(
    {
      headersTimeout: bounds.headersMs,
      requestTimeout: bounds.requestMs,
      keepAliveTimeout: bounds.keepAliveMs,
      keepAliveTimeoutBuffer: 0,
      connectionsCheckingInterval: bounds.checkedEveryMs,
    },
    getRequestListener(fetch, { overrideGlobalObjects: false, errorHandler: unreadable }),
  );
  http.maxConnections = bounds.connections;
  shareConnections(http, bounds.connectionsOfAddress);
  http.timeout = bounds.silenceMs;
  http.on("clientError", refuse);
  const listening = await listen(http, port, host);
  return {
    port: listening,
    async [Symbol.asyncDispose]() {
      await end(http, onEnd, bounds.endMs);
    },
  };
}

const REFUSALS: Readonly<Record<string, readonly [status: number, sentence: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request was sent too slowly."],
  HPE_HEADER_OVERFLOW: [431, "The address or the headers of the request are too long."],
};

function bodyOf(message: string): string {
  return JSON.stringify({ code: "invalid-input", message });
}

const UNREADABLE = "The request cannot be read.";

/** Answers a request without a host, or with an address that is none. */
function unreadable(): Response {
  return new Response(bodyOf(UNREADABLE), { status: 400, headers: { "content-type": "application/json" } });
}

/** Answers a request that is no HTTP, or too slow or too long. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const [status, message] = REFUSALS[error.code ?? ""] ?? [400, UNREADABLE];
  const body = bodyOf(message);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

async function end(http: Server, onEnd: () => void, endMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  onEnd();
  const idle = setInterval(() => http.closeIdleConnections(), IDLE_EVERY_MS);
  const timer = setTimeout(() => http.closeAllConnections(), endMs);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
}
