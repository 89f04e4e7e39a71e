import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Standings } from "../admission.ts";
import { type Failure, failureBody } from "../failures.ts";
import { limitHeaders, retryHeaders } from "../headers.ts";
import type { Simulation } from "../options.ts";

/** One request and its response. */
export interface Exchange {
  /** Aborted when the caller goes away, or the server closes. */
  readonly signal: AbortSignal;
  sendJson(body: unknown, standings: Standings | null): void;
  sendText(body: string, standings: Standings | null): void;
  sendFailure(failure: Failure, standings: Standings | null): void;
  /** The head of a stream of events. */
  openStream(standings: Standings): void;
  /** Resolves when the caller takes more. */
  writeEvent(body: unknown): Promise<void>;
  closeStream(): void;
  /** Ends the connection without a word. */
  breakOff(): void;
}

export function createExchange(
  request: IncomingMessage,
  response: ServerResponse,
  style: Simulation["headers"],
  requestId: string,
): Exchange {
  const controller = new AbortController();
  response.once("close", () => controller.abort());
  // A caller that goes away is no failure of the server.
  response.on("error", () => {});
  const head = (status: number, type: string, standings: Standings | null, more: Record<string, string> = {}): void => {
    const headers = { "content-type": type, "x-request-id": requestId, ...limitHeaders(standings, style), ...more };
    response.writeHead(status, headers);
  };
  const send = (text: string, status: number, standings: Standings | null, more?: Record<string, string>): void => {
    if (response.destroyed) return;
    head(status, "application/json", standings, { ...more, "content-length": String(Buffer.byteLength(text)) });
    response.end(text);
  };
  return {
    signal: controller.signal,
    sendText: (body, standings) => send(body, 200, standings),
    sendJson: (body, standings) => send(JSON.stringify(body), 200, standings),
    sendFailure: (failure, standings) =>
      send(JSON.stringify(failureBody(failure)), failure.status, standings, retryHeaders(failure.retryAfterMs)),
    openStream: (standings) => {
      head(200, "text/event-stream; charset=utf-8", standings, { "cache-control": "no-cache" });
      response.flushHeaders();
    },
    writeEvent: async (body) => {
      if (response.write(`data: ${JSON.stringify(body)}\n\n`)) return;
      await once(response, "drain", { signal: controller.signal });
    },
    closeStream: () => void response.end("data: [DONE]\n\n"),
    breakOff: () => request.socket.resetAndDestroy(),
  };
}
