import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Accounts, LogEntry } from "../accounts.ts";
import { checkSimulation, SimulationError, type SimulationOptions } from "../options.ts";
import { createProvider } from "../provider.ts";
import { createExchange } from "./exchange.ts";
import { createOutages } from "./outages.ts";
import { createRouter } from "./routes.ts";

/** Where a simulated provider listens. */
export interface ServerOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Whether `log` keeps every call; default true. */
  readonly keepLog?: boolean;
}

/** A simulated provider that listens. */
export interface SimulatedServer extends AsyncDisposable {
  /** The base URL for clients, with `/v1`. */
  readonly url: string;
  readonly accounts: Accounts;
  /** Calls that have ended, in the order of their ends. */
  readonly log: readonly LogEntry[];
  /** Forgets all calls. */
  reset(): void;
  /** Ends every connection. May be called twice. */
  close(): Promise<void>;
}

const BACKLOG = 4_096;

/**
 * Serves the simulated provider as OpenAI's API: `POST /v1/chat/completions`, `POST /v1/embeddings`, `GET /v1/models`;
 * beside it `GET /accounts` and `POST /reset`.
 * @throws SimulationError for wrong options, and for a port that is in use.
 */
export async function startSimulatedProvider(
  options: SimulationOptions = {},
  { port = 0, host = "127.0.0.1", keepLog = true }: ServerOptions = {},
): Promise<SimulatedServer> {
  const simulation = checkSimulation(options);
  const provider = createProvider(simulation, { keepLog, onFirstCall: () => outages.begin() });
  const reset = (): void => {
    outages.cancel();
    provider.reset();
  };
  const route = createRouter(simulation, provider, reset);
  let requests = 0;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const exchange = createExchange(request, response, simulation.headers, `req_${++requests}`);
    route(request, exchange).catch(() => response.destroy());
  };
  // Longer than clients keep connections, so that none is closed while a client sends a call on it.
  const server = createServer(
    { keepAliveTimeout: 120_000, requestTimeout: 0, connectionsCheckingInterval: 60_000 },
    answer,
  );
  await listening(server, port, host);
  const address = server.address() as AddressInfo;
  const listen = (): void => void server.listen({ port: address.port, host, backlog: BACKLOG });
  const outages = createOutages(server, simulation, listen);
  const close = (): Promise<void> => {
    outages.cancel();
    if (!server.listening) return Promise.resolve();
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
    server.closeAllConnections();
    return closed;
  };
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}/v1`,
    get accounts() {
      return provider.accounts;
    },
    get log() {
      return provider.log;
    },
    reset,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function listening(server: Server, port: number, host: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ port, host, backlog: BACKLOG }, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (error) {
    const why =
      error instanceof Error && "code" in error && error.code === "EADDRINUSE"
        ? "is in use"
        : `cannot be opened (${String(error)})`;
    throw new SimulationError("port", `Port ${port} of ${host} ${why}.`, {
      cause: error,
    });
  }
}
