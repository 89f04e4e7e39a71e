import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { LimitStatuses } from "../admission.ts";
import { type Failure, failureBody } from "../failures.ts";
import { limitHeaders, retryHeaders } from "../headers.ts";
import type { Simulation } from "../options.ts";

/** One request and its response. */
export interface Exchange {
  /** Aborted when the caller disconnects, or the server closes. */
  readonly signal: AbortSignal;
  sendJson(body: unknown, limits: LimitStatuses | null): void;
  sendText(body: string, limits: LimitStatuses | null): void;
  sendFailure(failure: Failure, limits: LimitStatuses | null): void;
  /** The head of a stream of events. */
  openStream(limits: LimitStatuses): void;
  /** Resolves when the caller can receive more. */
  writeEvent(body: unknown): Promise<void>;
  closeStream(): void;
  /** Ends the connection without a reply. */
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
  // A caller that disconnects is no failure of the server.
  response.on("error", () => {});
  const head = (
    status: number,
    type: string,
    limits: LimitStatuses | null,
    more: Record<string, string> = {},
  ): void => {
    const headers = { "content-type": type, "x-request-id": requestId, ...limitHeaders(limits, style), ...more };
    response.writeHead(status, headers);
  };
  const send = (text: string, status: number, limits: LimitStatuses | null, more?: Record<string, string>): void => {
    if (response.destroyed) return;
    head(status, "application/json", limits, { ...more, "content-length": String(Buffer.byteLength(text)) });
    response.end(text);
  };
  return {
    signal: controller.signal,
    sendText: (body, limits) => send(body, 200, limits),
    sendJson: (body, limits) => send(JSON.stringify(body), 200, limits),
    sendFailure: (failure, limits) =>
      send(JSON.stringify(failureBody(failure)), failure.status, limits, retryHeaders(failure.retryAfterMs)),
    openStream: (limits) => {
      head(200, "text/event-stream; charset=utf-8", limits, { "cache-control": "no-cache" });
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
