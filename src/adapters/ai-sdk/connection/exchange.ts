import type { CallOptions, LimitReading } from "../../../ports/index.ts";
import { clockOf, type HeaderMap, readLimits } from "../limits/limit-headers.ts";

export interface ExchangeOptions {
  /** Whether events are expected, and not one JSON value. */
  readonly streamed: boolean;
  /** No more bytes than this are read. */
  readonly maxReplyBytes: number;
}

/** One call and its answer, as seen from the connection: the AI SDK tells of an answer only once its text has begun. */
export class Exchange {
  readonly streamed: boolean;
  readonly maxReplyBytes: number;
  readonly #listeners: Omit<CallOptions, "signal">;
  #limits: readonly LimitReading[] = [];
  #broken: unknown;

  constructor({ streamed, maxReplyBytes }: ExchangeOptions, listeners: Omit<CallOptions, "signal"> = {}) {
    this.streamed = streamed;
    this.maxReplyBytes = maxReplyBytes;
    this.#listeners = listeners;
  }

  /** What the head of the answer said of the limits. */
  get limits(): readonly LimitReading[] {
    return this.#limits;
  }

  /** Why the answer is not complete; undefined where it is. */
  get broken(): unknown {
    return this.#broken;
  }

  /** The answer has begun, and is none of an error. */
  begin(headers: HeaderMap): void {
    this.#limits = readLimits(headers, clockOf(headers));
    this.#listeners.onLimits?.(this.#limits);
    this.#listeners.onProgress?.(0);
  }

  /** The answer simply ends here: what had come of it is still read. */
  break(reason: unknown): void {
    this.#broken ??= reason;
  }
}
