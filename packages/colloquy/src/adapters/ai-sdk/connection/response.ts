import type { Readable } from "node:stream";
import { CallError } from "../../../ports/index.ts";
import { notAnApi } from "../failures/call-failure.ts";
import type { Endpoint } from "../endpoint.ts";
import type { Exchange } from "./exchange.ts";
import { eventsOfWholeReply } from "./whole-reply.ts";

/** An HTTP response before it is checked. */
export interface RawResponse {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

const MAX_ERROR_BYTES = 1_000_000;
/** A `Response` with one of these statuses, or with one above 599, cannot have a body. */
const NO_CONTENT: ReadonlySet<number> = new Set([204, 205]);
const MAX_STATUS = 599;

/**
 * Turns a response into the form for the AI SDK: with a limited length, and streamed if a stream was requested.
 * @throws CallError for a redirect, and for a response that is not of such an API
 */
export async function receiveResponse(
  response: RawResponse,
  exchange: Exchange,
  endpoint: Endpoint,
  proven: boolean,
): Promise<Response> {
  // A destroyed body emits an error. Its reader gets errors from the iterator.
  response.body.on("error", () => {});
  if (response.status >= 300 && response.status < 400) {
    response.body.destroy();
    throw redirected(response, endpoint, proven);
  }
  if (NO_CONTENT.has(response.status) || response.status > MAX_STATUS) {
    response.body.destroy();
    throw notAnApi(
      endpoint,
      proven,
      `HTTP ${response.status}${NO_CONTENT.has(response.status) ? " (no content)" : ""}`,
    );
  }
  if (response.status < 200 || response.status > 299) return bounded(response, MAX_ERROR_BYTES, exchange, endpoint);
  const type = response.headers["content-type"] ?? "";
  const isJson = /\bjson\b/i.test(type);
  const isExpected = type === "" || isJson || (exchange.streamed && /event-stream/i.test(type));
  if (!isExpected) {
    response.body.destroy();
    const what = /html/i.test(type) ? "a web page" : `something of the type ${type}`;
    throw notAnApi(endpoint, proven, endpoint.quote(what).replace(/\.$/, ""));
  }
  exchange.begin(response.headers);
  const reply = bounded(response, exchange.maxReplyBytes, exchange, endpoint);
  return exchange.streamed && isJson ? eventsOfWholeReply(reply) : reply;
}

/** If the address is known to be right, a proxy redirects, for example during maintenance. */
function redirected(response: RawResponse, endpoint: Endpoint, proven: boolean): CallError {
  const target = URL.parse(response.headers["location"] ?? "", endpoint.baseUrl ?? undefined);
  const where = target === null ? "elsewhere" : `to ${target.origin}${target.pathname}`;
  const what = `${endpoint.name} redirects ${where} (HTTP ${response.status})`;
  if (proven) return new CallError("server", `${what} instead of a reply.`, { unspent: true });
  const advice = "which is not followed with a key: if you trust it, name it as the base URL.";
  return new CallError("not-found", `${what}, ${advice}`);
}

/**
 * The response with at most `maxBytes`. Where it breaks, it ends without an error: an error would discard the data in the
 * streams that it is piped through, which was paid for.
 */
function bounded(response: RawResponse, maxBytes: number, exchange: Exchange, endpoint: Endpoint): Response {
  const pieces: AsyncIterator<Uint8Array> = response.body[Symbol.asyncIterator]();
  let bytes = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (done) return controller.close();
        bytes += value.byteLength;
        if (bytes > maxBytes) throw tooLong(endpoint, maxBytes);
        controller.enqueue(value);
      } catch (reason) {
        exchange.break(reason);
        controller.close();
        response.body.destroy();
      }
    },
    cancel: () => void response.body.destroy(),
  });
  return new Response(body, { status: response.status, headers: response.headers });
}

function tooLong(endpoint: Endpoint, maxBytes: number): CallError {
  return new CallError(
    "invalid",
    `The reply of ${endpoint.name} is larger than ${maxBytes.toLocaleString("en")} bytes, more than was requested: reading stopped.`,
  );
}
