import type { CallTokens, Usage } from "./call-tokens.ts";
import type { CallErrorKind } from "./call-error.ts";
import type { LimitedResource, LimitReading } from "./limit-reading.ts";

/** What an attempt is given, and how it reports its progress. */
export interface SendOptions {
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** Aborted when the attempt takes too long or the limiter is disposed of; the attempt fails with its reason. */
  readonly signal: AbortSignal;
  /** To be called with the limits that the reply reports, as soon as its head arrives. */
  readonly onLimits: (limits: readonly LimitReading[]) => void;
  /** To be called with each piece of a streamed reply: about how many tokens it holds, 0 for its head. */
  readonly onProgress: (tokens: number) => void;
  /** To be called when the provider refused the form of the attempt, and it is sent again in another form. */
  readonly onRepeat: () => void;
}

/** A call: one unit of work, of which several attempts may be sent. */
export interface Call<Reply> {
  /** A function if they may change while the call waits; it is read when the call is sent, and must not throw. */
  readonly tokens: CallTokens | (() => CallTokens);
  /**
   * Sends one attempt, without delay.
   * @throws CallError; any other error is passed to the caller as it is, without another attempt.
   */
  send(options: SendOptions): Promise<Reply>;
  /** The limits and the usage that a complete reply reports. */
  readonly reading?: (reply: Reply) => ReplyReport;
}

/** What a complete reply reports. */
export interface ReplyReport {
  readonly limits: readonly LimitReading[];
  /** Null if it was not reported. */
  readonly usage: Usage | null;
}

/** The state of a limiter. */
export interface LimiterSnapshot {
  readonly waiting: number;
  readonly inFlight: number;
  /** The most calls in flight at once, at present. */
  readonly concurrencyLimit: number;
  /** The limit for a minute, of each resource whose limit is known. */
  readonly perMinute: Readonly<Partial<Record<LimitedResource, number>>>;
  /** What all attempts took of each resource, by what has been learnt of charges; limits need not be known. */
  readonly admitted: Readonly<Record<LimitedResource, number>>;
  /** What the next call waits for; null if it does not wait. */
  readonly waitingFor: LimitedResource | "concurrencyLimit" | "pause" | "provider" | null;
  /** Calls that were handed to `run`. */
  readonly calls: number;
  /** Attempts that were sent, pings included. */
  readonly attempts: number;
  /** Attempts that were refused with a 429. */
  readonly rateLimited: number;
}

/** What happens to calls apart from their replies. */
export type LimiterEvent =
  /** A limit became known or changed. */
  | { readonly event: "limit.changed"; readonly resource: LimitedResource; readonly perMinute: number }
  /** No call is sent for a while, because the provider refused one. */
  | { readonly event: "limiter.paused"; readonly milliseconds: number; readonly reason: string }
  | {
      readonly event: "call.retried";
      readonly kind: CallErrorKind;
      readonly reason: string;
      /** The number of the next attempt, from 1. */
      readonly attempt: number;
      readonly waitMs: number;
    }
  /** An attempt was cut short: it stalled, or it was slow when little else was left to do. */
  | { readonly event: "call.cut"; readonly reason: string }
  /** An outage: the provider answers no call any more, and single calls are sent as probes. */
  | { readonly event: "provider.silent"; readonly reason: string }
  | { readonly event: "provider.answers"; readonly milliseconds: number };

/**
 * Admits calls to a provider at the rate that its limits allow: one limiter for each pool of limits (provider,
 * organisation, model).
 */
export interface RateLimiter extends AsyncDisposable {
  /**
   * Sends a call as soon as the limits allow, retries it after a failure that may pass, and resolves with its reply.
   * @throws CallError when it has failed for good: its attempts are used up, it is `invalid` or `too-large`, or no call
   *   will succeed (`unauthorised`, `not-found`, `quota-exhausted`, `unanswered`: then every other call fails as well).
   */
  run<Reply>(call: Call<Reply>): Promise<Reply>;
  /** Resolves when the limiter needs another call. Callers that wait for it keep few calls in memory. */
  whenWanted(): Promise<void>;
  /** Resolves when the next reply begins or the next call ends: by then the limits are known, if the provider reports them. */
  whenLimitsReported(): Promise<void>;
  /** True: no more calls will come. The longest waiting calls go first, and slow replies are cut short. False ends this. */
  drain(draining: boolean): void;
  /** Fails all waiting and later calls. Calls in flight may end. */
  close(reason: Error): void;
  /**
   * The charge of a call with these tokens on each known limit, as learnt until now. Together with `snapshot.perMinute` it
   * gives the time that a number of calls will take.
   */
  chargeOf(tokens: CallTokens): Readonly<Partial<Record<LimitedResource, number>>>;
  readonly snapshot: LimiterSnapshot;
}
