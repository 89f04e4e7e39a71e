import { createServer, type Server, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { listen } from "../serving/index.ts";

export interface HttpOptions {
  readonly fetch: Parameters<typeof getRequestListener>[0];
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

const MOST_CONNECTIONS = 200;
/** Bounds for slow clients, in milliseconds: all headers, the whole request, and silence of a connection. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
const SILENCE_MS = 120_000;
const CHECKED_EVERY_MS = 1_000;
const END_AFTER_MS = 2_000;

/** @throws ColloquyError `network` if the address cannot be listened on. */
export async function listenHttp({ fetch, host, port, onEnd }: HttpOptions): Promise<Listening> {
  const http = createServer(
    { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, connectionsCheckingInterval: CHECKED_EVERY_MS },
    getRequestListener(fetch, { overrideGlobalObjects: false }),
  );
  http.maxConnections = MOST_CONNECTIONS;
  http.timeout = SILENCE_MS;
  http.on("clientError", refuse);
  const listening = await listen(http, port, host);
  return {
    port: listening,
    async [Symbol.asyncDispose]() {
      await end(http, onEnd);
    },
  };
}

const REFUSALS: Readonly<Record<string, readonly [status: number, sentence: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request was sent too slowly."],
  HPE_HEADER_OVERFLOW: [431, "The address or the headers of the request are too long."],
};

/** Answers a request that cannot be read. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const [status, message] = REFUSALS[error.code ?? ""] ?? [400, "The request cannot be read."];
  const body = JSON.stringify({ code: "invalid-input", message });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

async function end(http: Server, onEnd: () => void): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  onEnd();
  http.closeIdleConnections();
  const timer = setTimeout(() => http.closeAllConnections(), END_AFTER_MS);
  await closed;
  clearTimeout(timer);
}
