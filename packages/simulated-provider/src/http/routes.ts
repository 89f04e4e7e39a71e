import type { IncomingMessage } from "node:http";
import type { Endpoint, SimulatedCall } from "../calls.ts";
import { type Failure, UNKNOWN_URL, WRONG_KEY } from "../failures.ts";
import type { Simulation } from "../options.ts";
import type { Provider } from "../provider.ts";
import type { Exchange } from "./exchange.ts";
import { readJson } from "./read-call.ts";
import { readChatRequest, readEmbeddingRequest } from "./read-call.ts";
import { REAL_CLOCK } from "./real-clock.ts";
import { type Delivery, sendOutcome } from "./send-outcome.ts";

/** Answers one request. */
export type Route = (request: IncomingMessage, exchange: Exchange) => Promise<void>;

export function createRouter(simulation: Simulation, provider: Provider, reset: () => void): Route {
  const refuse = (exchange: Exchange, endpoint: Endpoint, failure: Failure): void => {
    provider.refuse(REAL_CLOCK.now(), endpoint);
    exchange.sendFailure(failure, null);
  };

  const serve = async (exchange: Exchange, call: SimulatedCall, delivery: Partial<Delivery>): Promise<void> => {
    const now = REAL_CLOCK.now();
    const received = provider.receive(now, call);
    const identity = { id: `chatcmpl-${crypto.randomUUID()}`, model: call.model, created: Math.floor(now / 1000) };
    const { pieceMs } = simulation;
    const whole = { stream: false, includeUsage: false, base64: false, ...delivery, identity, pieceMs };
    const ending = await sendOutcome(exchange, received.outcome, whole);
    received.end(REAL_CLOCK.now(), ending);
  };

  const chat: Route = async (request, exchange) => {
    const read = readChatRequest(await readJson(request), { reasons: simulation.reasoningTokens > 0 });
    if ("failure" in read) return refuse(exchange, "chat", read.failure);
    const { call, stream, includeUsage } = read.request;
    return serve(exchange, call, { stream, includeUsage });
  };

  const embeddings: Route = async (request, exchange) => {
    const read = readEmbeddingRequest(await readJson(request));
    if ("failure" in read) return refuse(exchange, "embeddings", read.failure);
    return serve(exchange, read.request.call, { base64: read.request.base64 });
  };

  const withKey =
    (endpoint: Endpoint, route: Route): Route =>
    async (request, exchange) => {
      const isKnown = simulation.apiKey === null || request.headers.authorization === `Bearer ${simulation.apiKey}`;
      return isKnown ? route(request, exchange) : refuse(exchange, endpoint, WRONG_KEY);
    };

  const routes: Readonly<Record<string, Route>> = {
    "POST /v1/chat/completions": withKey("chat", chat),
    "POST /v1/embeddings": withKey("embeddings", embeddings),
    "GET /v1/models": async (_, exchange) => exchange.sendJson(modelsBody(simulation), null),
    "GET /accounts": async (_, exchange) => exchange.sendJson(provider.accounts, null),
    "POST /reset": async (_, exchange) => {
      reset();
      exchange.sendJson({ ok: true }, null);
    },
  };

  return async (request, exchange) => {
    const path = request.url?.split("?")[0] ?? "/";
    const route = routes[`${request.method} ${path}`];
    if (route === undefined) return exchange.sendFailure(UNKNOWN_URL, null);
    return route(request, exchange);
  };
}

function modelsBody({ models }: Simulation): unknown {
  const ids = models ?? ["simulated", "simulated-embedding"];
  return { object: "list", data: ids.map((id) => ({ id, object: "model", created: 0, owned_by: "simulation" })) };
}
