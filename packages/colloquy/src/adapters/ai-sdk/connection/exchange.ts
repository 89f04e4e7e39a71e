import type { CallOptions, LimitReading, RequestFacts } from "../../../ports/index.ts";
import { asRecord } from "../as-record.ts";
import { clockOf, type HeaderMap, readLimits } from "../limits/limit-headers.ts";

export interface ExchangeOptions {
  /** Whether events are expected, and not one JSON value. */
  readonly streamed: boolean;
  /** No more bytes than this are read. */
  readonly maxReplyBytes: number;
  /** The known facts of the request. Default: none. */
  readonly asked?: Pick<RequestFacts, "maxOutputTokens" | "outputType" | "dimensions">;
}

/** The request and the response of one call. The AI SDK reports a response only after its text has begun. */
export class Exchange {
  readonly streamed: boolean;
  readonly maxReplyBytes: number;
  readonly #asked: NonNullable<ExchangeOptions["asked"]>;
  readonly #listeners: Omit<CallOptions, "signal">;
  #limits: readonly LimitReading[] = [];
  #broken: unknown;

  constructor({ streamed, maxReplyBytes, asked = {} }: ExchangeOptions, listeners: Omit<CallOptions, "signal"> = {}) {
    this.streamed = streamed;
    this.maxReplyBytes = maxReplyBytes;
    this.#asked = asked;
    this.#listeners = listeners;
  }

  /** The limits in the head of the response. */
  get limits(): readonly LimitReading[] {
    return this.#limits;
  }

  /** Why the response is not complete; undefined if it is. */
  get broken(): unknown {
    return this.#broken;
  }

  /** Called before the request is sent. `body`: null if there is none. */
  send(url: URL, body: string | null): void {
    const { onRequest } = this.#listeners;
    if (onRequest === undefined) return;
    onRequest({ ...this.#asked, ...temperatureIn(body), server: serverOf(url), streamed: this.streamed });
  }

  /** Called when a response without an error has begun. */
  begin(headers: HeaderMap): void {
    this.#limits = readLimits(headers, clockOf(headers));
    this.#listeners.onLimits?.(this.#limits);
    this.#listeners.onProgress?.(0);
  }

  /** Called when the response ends early. The received part is still read. */
  break(reason: unknown): void {
    this.#broken ??= reason;
  }
}

/** The host and the port that a request goes to. */
export function serverOf({ hostname, port, protocol }: URL): NonNullable<RequestFacts["server"]> {
  const usual = protocol === "https:" ? 443 : 80;
  return { address: hostname.replace(/^\[(.*)\]$/, "$1"), port: port === "" ? usual : Number(port) };
}

/** The temperature in a request's body: packages of the AI SDK leave it out for models that refuse it. */
export function temperatureIn(body: string | null): Pick<RequestFacts, "temperature"> {
  const sent = asRecord(parse(body));
  const temperature = sent?.["temperature"] ?? asRecord(sent?.["generationConfig"])?.["temperature"];
  return typeof temperature === "number" ? { temperature } : {};
}

function parse(body: string | null): unknown {
  try {
    return JSON.parse(body ?? "");
  } catch {
    return null;
  }
}
