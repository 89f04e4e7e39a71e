import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { hostHeaderValidation, originValidation, toNodeHandler } from "@modelcontextprotocol/node";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { canonicalHost, hostNames, isEveryAddress, listen, secretTest } from "../serving/index.ts";
import { createServer, type Served } from "./server.ts";

export interface HttpOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Name or address that the server listens on. */
  readonly host: string;
  /** Every request must have it, as `Authorization: Bearer TOKEN`. */
  readonly token: string;
}

/** A running server. Disposal ends it: calls in flight have two seconds to finish. */
export interface HttpServing extends AsyncDisposable {
  /** The address for clients. */
  readonly url: string;
}

const PATH = "/mcp";
const LARGEST_BODY = 1_000_000;
const MOST_CONNECTIONS = 100;
const MOST_SUBSCRIPTIONS = 10;
const END_AFTER_MS = 2_000;

/**
 * Serves the protocol over HTTP. Each request has a server of its own, so nothing is kept for clients that went away.
 * Browsers are refused unless their page comes from the served host.
 * @throws ColloquyError `network` if the address cannot be listened on.
 */
export async function serveHttp(served: Served, { port, host, token }: HttpOptions): Promise<HttpServing> {
  const onerror = (error: Error): void => served.onProblem(`A request was refused: ${error.message}`);
  const handler = createMcpHandler(() => createServer(served), {
    onerror,
    maxRequestBodySize: LARGEST_BODY,
    maxSubscriptions: MOST_SUBSCRIPTIONS,
  });
  const answer = toNodeHandler(handler, { onerror, maxRequestBodySize: LARGEST_BODY });
  const hosts = hostNames(host);
  const isHostAllowed = hostHeaderValidation(hosts);
  const isOriginAllowed = originValidation(hosts);
  const isAuthorised = tokenTest(token);
  const http = createHttpServer((request, response) => {
    if (!isHostAllowed(request, response) || !isOriginAllowed(request, response)) return;
    if (!isPath(request))
      return refuse(response, 404, `There is nothing here: the address of the server ends with ${PATH}.`);
    if (!isAuthorised(request)) return refuse(response, 401, TOKEN_MISSING);
    const { method = "", url = "" } = request;
    void answer(Object.assign(request, { method, url }), response);
  });
  http.maxConnections = MOST_CONNECTIONS;
  const listening = await listen(http, port, host);
  return {
    url: `http://${isEveryAddress(host) ? "127.0.0.1" : canonicalHost(host)}:${listening}${PATH}`,
    async [Symbol.asyncDispose]() {
      await end(http, handler);
    },
  };
}

const TOKEN_MISSING =
  "The token is missing or wrong: send the header `Authorization: Bearer TOKEN` with the token that `colloquy mcp` printed, or with COLLOQUY_MCP_TOKEN.";

function refuse(response: ServerResponse, status: number, error: string): void {
  const challenge = status === 401 ? { "www-authenticate": 'Bearer realm="colloquy"' } : {};
  response.writeHead(status, { "content-type": "application/json", ...challenge }).end(JSON.stringify({ error }));
}

function isPath({ url = "" }: IncomingMessage): boolean {
  return url === PATH || url.startsWith(`${PATH}?`);
}

function tokenTest(token: string): (request: IncomingMessage) => boolean {
  const isToken = secretTest(token);
  return ({ headers }) => {
    const [, given] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? "") ?? [];
    return given !== undefined && isToken(given);
  };
}

async function end(http: Server, handler: { close(): Promise<void> }): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  http.closeIdleConnections();
  const timer = setTimeout(() => http.closeAllConnections(), END_AFTER_MS);
  await closed;
  clearTimeout(timer);
  await handler.close();
}
