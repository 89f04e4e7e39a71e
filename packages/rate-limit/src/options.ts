import type { Clock } from "./clock.ts";
import type { LimiterEvent, SendOptions } from "./rate-limiter.ts";
import { systemClock } from "./system-clock.ts";

/** What is known of a provider beforehand, and how patient to be. Nothing is needed: limits are learnt from replies. */
export interface RateLimiterOptions {
  /** Default: the time of this machine. */
  readonly clock?: Clock | undefined;
  /** From 0 to 1, for jitter. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** At most so many calls at once; 1 is one after the other. Default `auto`: what the limits or the server can bear. */
  readonly maxConcurrent?: number | "auto" | undefined;
  /** The most that `auto` goes up to. Default 1,000. */
  readonly concurrencyCap?: number | undefined;
  /** Counts where the provider does not tell its own limit; where it does, the lower one holds. */
  readonly requestsPerMinute?: number | null | undefined;
  /** Of prompt and reply together; see `requestsPerMinute`. */
  readonly tokensPerMinute?: number | null | undefined;
  /** How often a call is sent that fails for reasons that may pass. Refusals do not count. Default 6. */
  readonly attempts?: number | undefined;
  /** After so long without any answer every call fails. Milliseconds; default 600,000. */
  readonly giveUpAfterMs?: number | undefined;
  /** The most time for one attempt in all. Milliseconds; default 600,000. Null: no attempt is ever cut short. */
  readonly timeoutMs?: number | null | undefined;
  /**
   * The smallest call that shows whether anybody is answered. Where nobody is any more, it is sent in place of calls
   * that wait: so calls that fail again and again while it succeeds are known to be to blame themselves. It is not sent
   * before anybody was answered.
   */
  readonly ping?: ((options: SendOptions) => Promise<unknown>) | undefined;
  /** Called with each pause, refusal, retry and changed limit as it happens. */
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
  /** Infinity where no attempt is to be cut short. */
  readonly timeoutMs: number;
  readonly ping: ((options: SendOptions) => Promise<unknown>) | null;
  readonly onEvent: (event: LimiterEvent) => void;
}

/** @throws TypeError where an option is not what it should be. */
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
