import type { CallTokens } from "../src/ports/index.ts";
import type { Call, LimiterSnapshot, RateLimiter } from "@colloquy/rate-limit";

const LOOK_AHEAD = 3;

/** A limiter with a fixed concurrency limit and without retries: the minimum that a stage needs. */
export class PlainLimiter implements RateLimiter {
  readonly concurrencyLimit: number;
  readonly perMinute: LimiterSnapshot["perMinute"];
  readonly drained: boolean[] = [];
  mostInFlight = 0;
  #inFlight = 0;
  #calls = 0;
  #ended = Promise.withResolvers<void>();
  #closed: Error | null = null;
  readonly #waiting: { readonly start: () => void; readonly fail: (reason: Error) => void }[] = [];
  readonly #wanting: (() => void)[] = [];

  constructor(concurrencyLimit: number, perMinute: LimiterSnapshot["perMinute"] = {}) {
    this.concurrencyLimit = concurrencyLimit;
    this.perMinute = perMinute;
  }

  async run<Reply>(call: Call<Reply>): Promise<Reply> {
    this.#calls += 1;
    if (this.#closed !== null) throw this.#closed;
    if (this.#inFlight >= this.concurrencyLimit)
      await new Promise<void>((start, fail) => void this.#waiting.push({ start, fail }));
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    try {
      const { signal } = new AbortController();
      const ignored = { onLimits: () => undefined, onProgress: () => undefined, onRepeat: () => undefined };
      return await call.send({ signal, attempt: 1, ...ignored });
    } finally {
      this.#inFlight -= 1;
      this.#ended.resolve();
      this.#ended = Promise.withResolvers();
      this.#waiting.shift()?.start();
      this.#tellWanting();
    }
  }

  whenLimitsReported(): Promise<void> {
    return this.#ended.promise;
  }

  async whenWanted(): Promise<void> {
    if (this.#isWanted()) return;
    await new Promise<void>((resolve) => void this.#wanting.push(resolve));
  }

  drain(draining: boolean): void {
    this.drained.push(draining);
  }

  close(reason: Error): void {
    this.#closed ??= reason;
    for (const { fail } of this.#waiting.splice(0)) fail(reason);
    this.#tellWanting();
  }

  /** Counts tokens as most providers do: the limit of the reply, or the prompt if it is larger. */
  chargeOf({ inputTokens, maxOutputTokens }: CallTokens): LimiterSnapshot["perMinute"] {
    return { requests: 1, tokens: Math.max(inputTokens, maxOutputTokens), inputTokens, outputTokens: maxOutputTokens };
  }

  get snapshot(): LimiterSnapshot {
    return {
      waiting: this.#waiting.length,
      inFlight: this.#inFlight,
      concurrencyLimit: this.concurrencyLimit,
      perMinute: this.perMinute,
      waitingFor: null,
      calls: this.#calls,
      attempts: this.#calls,
      rateLimited: 0,
      admitted: { requests: this.#calls, tokens: 0, inputTokens: 0, outputTokens: 0 },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close(new Error("The limiter was disposed of."));
  }

  #isWanted(): boolean {
    return this.#closed !== null || this.#waiting.length < LOOK_AHEAD;
  }

  #tellWanting(): void {
    if (this.#isWanted()) this.#wanting.shift()?.();
  }
}
