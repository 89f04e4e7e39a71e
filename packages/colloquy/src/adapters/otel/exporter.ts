import { setTimeout as pause } from "node:timers/promises";
import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";
import { Poster } from "./poster.ts";
import { failureSentence, nonsense, type SendFailure } from "./send-failure.ts";
import type { TraceDestination } from "./settings/index.ts";

const ATTEMPTS = 3;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 3_000;
/** Pause after a failure of a receiver. Doubled with each further failure in a row. */
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 60_000;
/** OpenTelemetry's code of a successful export. */
const SUCCESS = 0;

/**
 * Sends spans to one receiver, and reports a failure once. OpenTelemetry's own exporter adds the headers of
 * OTEL_EXPORTER_OTLP_HEADERS to all its requests, so that LangSmith would get the key of another receiver. Its requests cannot
 * be cancelled.
 */
export class DestinationExporter implements SpanExporter {
  readonly #destination: TraceDestination;
  readonly #warn: (sentence: string) => void;
  readonly #poster: Poster;
  readonly #stop = new AbortController();
  readonly #inFlight = new Set<Promise<void>>();
  #restsUntil = 0;
  #failures = 0;
  #delivered = 0;
  #hasWarned = false;

  constructor(destination: TraceDestination, warn: (sentence: string) => void) {
    this.#destination = destination;
    this.#warn = warn;
    this.#poster = new Poster(destination);
  }

  /** Number of spans that were received. */
  get delivered(): number {
    return this.#delivered;
  }

  get hasFailed(): boolean {
    return this.#hasWarned;
  }

  /** The result is always a success: a failure would call OpenTelemetry's global handler, which belongs to the host program. */
  export(spans: ReadableSpan[], done: (result: { code: typeof SUCCESS }) => void): void {
    if (this.#stop.signal.aborted || performance.now() < this.#restsUntil) return done({ code: SUCCESS });
    const sending = this.#deliver(spans).finally(() => {
      this.#inFlight.delete(sending);
      done({ code: SUCCESS });
    });
    this.#inFlight.add(sending);
  }

  /** Resolves when no request is in flight. */
  async settled(): Promise<void> {
    await Promise.all(this.#inFlight);
  }

  /** Cancels the request in flight, which counts as failed, and sends nothing more. */
  async abandon(): Promise<void> {
    this.#stop.abort();
    await this.settled();
  }

  async shutdown(): Promise<void> {
    await this.settled();
    await this.#poster.close();
  }

  async #deliver(spans: ReadableSpan[]): Promise<void> {
    const body = this.#encode(spans);
    const failure = body === null ? nonsense("they could not be encoded as OTLP") : await this.#send(body);
    if (failure !== null) this.#warnOnce(failure);
    if (failure === null || failure.outlook === "partial") {
      this.#delivered += spans.length;
      this.#failures = 0;
    } else {
      this.#rest(failure);
    }
  }

  #encode(spans: ReadableSpan[]): Uint8Array | null {
    const serializer = this.#destination.encoding === "json" ? JsonTraceSerializer : ProtobufTraceSerializer;
    try {
      return serializer.serializeRequest(spans) ?? null;
    } catch {
      return null;
    }
  }

  async #send(body: Uint8Array): Promise<SendFailure | null> {
    const { signal } = this.#stop;
    for (let attempt = 1; ; attempt += 1) {
      const failure = await this.#poster.post(body, signal);
      if (failure?.outlook !== "passing" || attempt === ATTEMPTS || signal.aborted) return failure;
      const delayMs = Math.min(failure.retryAfterMs ?? FIRST_RETRY_MS * 2 ** attempt, LONGEST_RETRY_MS);
      await pause(delayMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return failure;
    }
  }

  #rest(failure: SendFailure): void {
    const restMs = Math.min(FIRST_REST_MS * 2 ** this.#failures, LONGEST_REST_MS);
    this.#failures += 1;
    this.#restsUntil = failure.outlook === "final" ? Infinity : performance.now() + restMs;
  }

  #warnOnce(failure: SendFailure): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#warn(failureSentence(failure, this.#destination));
  }
}
