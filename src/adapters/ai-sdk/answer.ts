import type { Response } from "undici";
import { CallError } from "../../ports/index.ts";
import { notAnApi } from "./call-failure.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";
import { eventsOfWholeReply } from "./whole-reply.ts";

const MAX_ERROR_BYTES = 1_000_000;

/**
 * An answer as the AI SDK may have it: of a bounded length, and a stream where one was asked for.
 * @throws CallError for a redirect, and for what is no answer of such an API
 */
export async function receiveAnswer(
  answer: Response,
  exchange: Exchange,
  endpoint: Endpoint,
  proven: boolean,
): Promise<globalThis.Response> {
  if (answer.status >= 300 && answer.status < 400) {
    await answer.body?.cancel();
    throw new CallError("not-found", describeRedirect(answer, endpoint));
  }
  if (!answer.ok) return bounded(answer, MAX_ERROR_BYTES, exchange, endpoint);
  const type = answer.headers.get("content-type") ?? "";
  const isJson = /\bjson\b/i.test(type);
  const isExpected = type === "" || isJson || (exchange.streamed && /event-stream/i.test(type));
  if (!isExpected) {
    await answer.body?.cancel();
    const what = /html/i.test(type) ? "a web page" : `something of the type ${type}`;
    throw notAnApi(endpoint, proven, endpoint.quote(what).replace(/\.$/, ""));
  }
  exchange.begin(Object.fromEntries(answer.headers));
  const reply = bounded(answer, exchange.maxReplyBytes, exchange, endpoint);
  return exchange.streamed && isJson ? eventsOfWholeReply(reply) : reply;
}

function describeRedirect(answer: Response, endpoint: Endpoint): string {
  const target = URL.parse(answer.headers.get("location") ?? "", endpoint.baseUrl ?? undefined);
  const where = target === null ? "elsewhere" : `to ${target.origin}${target.pathname}`;
  return `${endpoint.name} redirects ${where} (HTTP ${answer.status}), which is not followed with a key: if you trust it, name it as the base URL.`;
}

/**
 * The same answer, of which no more than `maxBytes` are read. It ends where it breaks, since an error would throw away
 * whatever still waits in the streams that it is piped through, and that was paid for.
 */
function bounded(answer: Response, maxBytes: number, exchange: Exchange, endpoint: Endpoint): globalThis.Response {
  const head = { status: answer.status, statusText: answer.statusText, headers: Object.fromEntries(answer.headers) };
  if (answer.body === null) return new globalThis.Response(null, head);
  const reader = answer.body.getReader();
  let bytes = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        bytes += value.byteLength;
        if (bytes > maxBytes) throw tooLong(endpoint, maxBytes);
        controller.enqueue(value);
      } catch (reason) {
        exchange.break(reason);
        controller.close();
        await reader.cancel(reason).catch(() => {});
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new globalThis.Response(body, head);
}

function tooLong(endpoint: Endpoint, maxBytes: number): CallError {
  return new CallError(
    "invalid",
    `The reply of ${endpoint.name} is larger than ${maxBytes.toLocaleString("en")} bytes, more than was asked for: it was not read to its end.`,
  );
}
