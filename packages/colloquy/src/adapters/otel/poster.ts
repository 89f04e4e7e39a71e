import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { type Dispatcher, request } from "undici";
import { printable } from "../../model/index.ts";
import { dispatcherFor } from "./dispatcher.ts";
import { connectionFailure, noAnswer, nonsense, partRefused, refusal, type SendFailure } from "./send-failure.ts";
import type { TraceDestination } from "./settings/index.ts";

const LONGEST_ANSWER_BYTES = 64 * 1024;
const compress = promisify(gzip);

/** Posts spans to one receiver. */
export class Poster {
  readonly #destination: TraceDestination;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #dispatcher: Dispatcher;

  constructor(destination: TraceDestination) {
    this.#destination = destination;
    this.#headers = {
      ...destination.headers,
      "content-type": destination.encoding === "json" ? "application/json" : "application/x-protobuf",
      ...(destination.gzip ? { "content-encoding": "gzip" } : {}),
    };
    this.#dispatcher = dispatcherFor(destination.url);
  }

  /** Makes one attempt. Null if the spans were received. Never throws. */
  async post(spans: Uint8Array, signal: AbortSignal): Promise<SendFailure | null> {
    const { url, gzip, timeoutMs } = this.#destination;
    const startedAt = performance.now();
    try {
      const { statusCode, headers, body } = await request(url, {
        method: "POST",
        dispatcher: this.#dispatcher,
        headers: this.#headers,
        body: gzip ? await compress(spans) : spans,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      const answer = await readShort(body);
      if (statusCode >= 300) return refusal(statusCode, headerText(headers["retry-after"]) || null);
      if (answer === null) return nonsense("its reply is not a trace receiver's");
      return checkAnswer(headerText(headers["content-type"]), answer);
    } catch (error) {
      return wasStopped(error) ? noAnswer(performance.now() - startedAt) : connectionFailure(error);
    }
  }

  /** Cancels the requests in flight. */
  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }
}

/** Null if the body is longer than a receiver's response can be. */
async function readShort(body: AsyncIterable<Buffer>): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > LONGEST_ANSWER_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function wasStopped(error: unknown): boolean {
  return error instanceof Error && /^(AbortError|TimeoutError|HeadersTimeoutError|BodyTimeoutError)$/.test(error.name);
}

function headerText(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

/** Null if a response with status 2xx can be a response of an OTLP receiver. */
function checkAnswer(contentType: string, body: Buffer): SendFailure | null {
  if (body.length === 0) return null;
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "text/html") return nonsense("it replied with a web page");
  if (type.startsWith("text/")) return null;
  const { deserializeResponse } = type.endsWith("json") ? JsonTraceSerializer : ProtobufTraceSerializer;
  try {
    const { partialSuccess } = deserializeResponse(body);
    const refused = Number(partialSuccess?.rejectedSpans ?? 0);
    return refused > 0 ? partRefused(refused, reasonOf(partialSuccess?.errorMessage)) : null;
  } catch {
    return nonsense("its reply is not a trace receiver's");
  }
}

function reasonOf(message: string | undefined): string {
  return message ? ` (${printable(message).slice(0, 200)})` : "";
}
