import { type Clock, systemClock } from "./clock.ts";
import type { LimiterEvent, SendOptions } from "./rate-limiter.ts";

/** All options have defaults: limits are learnt from replies. */
export interface RateLimiterOptions {
  /** Default: the time of this machine. */
  readonly clock?: Clock | undefined;
  /** Gives numbers from 0 to 1, for jitter. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** The most calls in flight; 1: one after the other. Default `auto`: found from the limits, or from the throughput. */
  readonly maxConcurrent?: number | "auto" | undefined;
  /** The most that `auto` rises to. Default 1,000. */
  readonly concurrencyCap?: number | undefined;
  /** Your limit. It counts if the provider reports none; else the lower of the two counts. Default: none. */
  readonly requestsPerMinute?: number | null | undefined;
  /** Your limit of prompt and reply together; see `requestsPerMinute`. */
  readonly tokensPerMinute?: number | null | undefined;
  /** The most attempts of a call whose failures may pass. 429s do not count. Default 6. */
  readonly attempts?: number | undefined;
  /** After this time without any answer every call fails. Milliseconds; default 600,000. */
  readonly giveUpAfterMs?: number | undefined;
  /** The most time for one attempt. Milliseconds; default 600,000. Null: no attempt is ever cut short. */
  readonly timeoutMs?: number | null | undefined;
  /**
   * Sends the smallest call that shows whether the provider answers. In an outage it is sent in place of waiting calls: if
   * it succeeds, the calls that failed are at fault themselves. It is not sent before the first reply.
   */
  readonly ping?: ((options: SendOptions) => Promise<unknown>) | undefined;
  /**
   * Whether a ping may be sent now, for example because a budget has room for it. It is asked in an outage, before each
   * ping. While it gives false, the waiting calls are the probes. It must not throw. Default: always.
   */
  readonly mayPing?: (() => boolean) | undefined;
  /** Called with each pause, retry, cut, outage and changed limit. */
  readonly onEvent?: ((event: LimiterEvent) => void) | undefined;
}

export interface Settings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly maxConcurrent: number | "auto";
  readonly concurrencyCap: number;
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  readonly attempts: number;
  readonly giveUpAfterMs: number;
  /** Infinity: no attempt is cut short. */
  readonly timeoutMs: number;
  readonly ping: ((options: SendOptions) => Promise<unknown>) | null;
  readonly mayPing: () => boolean;
  readonly onEvent: (event: LimiterEvent) => void;
}

/** @throws TypeError if an option is not what it should be. */
export function settingsOf(options: RateLimiterOptions): Settings {
  return {
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    maxConcurrent: options.maxConcurrent === "auto" ? "auto" : count("maxConcurrent", options.maxConcurrent, "auto"),
    concurrencyCap: count("concurrencyCap", options.concurrencyCap, 1_000),
    requestsPerMinute: amount("requestsPerMinute", options.requestsPerMinute, null),
    tokensPerMinute: amount("tokensPerMinute", options.tokensPerMinute, null),
    attempts: count("attempts", options.attempts, 6),
    giveUpAfterMs: amount("giveUpAfterMs", options.giveUpAfterMs, 600_000),
    timeoutMs: options.timeoutMs === null ? Infinity : amount("timeoutMs", options.timeoutMs, 600_000),
    ping: options.ping ?? null,
    mayPing: options.mayPing ?? (() => true),
    onEvent: options.onEvent ?? (() => {}),
  };
}

function count<Fallback>(name: string, value: number | undefined, fallback: Fallback): number | Fallback {
  if (value === undefined) return fallback;
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new TypeError(`Expected \`${name}\` to be a whole number of at least 1, got ${String(value)}.`);
}

function amount<Fallback>(name: string, value: number | null | undefined, fallback: Fallback): number | Fallback {
  if (value === undefined || value === null) return fallback;
  if (Number.isFinite(value) && value > 0) return value;
  throw new TypeError(`Expected \`${name}\` to be a number above 0, got ${String(value)}.`);
}
