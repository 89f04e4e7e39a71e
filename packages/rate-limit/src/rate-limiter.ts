import type { CallCost } from "./call-cost.ts";
import type { CallErrorKind } from "./call-error.ts";
import type { LimitedResource, LimitReading } from "./limit-reading.ts";
import type { Usage } from "./usage.ts";

/** What an attempt is given, and whom it tells how it goes. */
export interface SendOptions {
  /** Aborted when the attempt has taken too long or its caller gave it up; its reason is what the attempt fails with. */
  readonly signal: AbortSignal;
  /** To be called with what the reply says of the limits as soon as its head is there, before it is complete. */
  readonly onLimits: (limits: readonly LimitReading[]) => void;
  /** To be called with each piece of a streamed reply: about how many tokens it holds, 0 for its head. */
  readonly onProgress: (tokens: number) => void;
  /** To be called when the provider refused the attempt as it was sent, and it is sent once more in another way. */
  readonly onRepeat: () => void;
}

/** A call as the limiter sees it. */
export interface Call<Reply> {
  /** A function where it may change while the call waits: then it counts as it is when the call is sent. It must not throw. */
  readonly cost: CallCost | (() => CallCost);
  /**
   * One attempt, sent at once. `attempt` counts from 0.
   * @throws CallError; anything else that it throws is handed to the caller as it is, without another attempt.
   */
  send(options: SendOptions & { readonly attempt: number }): Promise<Reply>;
  /** What a reply says of limits and cost, where it says anything. */
  readonly reading?: (reply: Reply) => { readonly limits: readonly LimitReading[]; readonly usage: Usage | null };
}

/** How things stand, for people and reports. */
export interface LimiterSnapshot {
  readonly waiting: number;
  readonly inFlight: number;
  /** At most so many at once, at present. */
  readonly ceiling: number;
  /** What the provider grants a minute, of each resource whose limit is known. */
  readonly perMinute: Readonly<Partial<Record<LimitedResource, number>>>;
  /** What the attempts took of each resource in all, as far as has been learnt; limits need not be known. */
  readonly admitted: Readonly<Record<LimitedResource, number>>;
  /** What admission waits for: null where it does not wait. */
  readonly waitingFor: LimitedResource | "ceiling" | "pause" | "provider" | null;
  readonly calls: number;
  readonly attempts: number;
  readonly rateLimited: number;
}

/** What happens to the calls of a limiter beside their replies. */
export type LimiterEvent =
  /** A limit became known or changed. */
  | { readonly event: "limit.changed"; readonly resource: LimitedResource; readonly perMinute: number }
  /** No call is sent for a while, because the provider asked for it. */
  | { readonly event: "limiter.paused"; readonly milliseconds: number; readonly reason: string }
  | {
      readonly event: "call.retried";
      readonly kind: CallErrorKind;
      readonly reason: string;
      /** Of the attempt to come, from 1. */
      readonly attempt: number;
      readonly waitMs: number;
    }
  /** A call was cut short: it stalled, or it was slow where everything waits for it. */
  | { readonly event: "call.cut"; readonly reason: string }
  /** Nobody is answered any more; single calls try whether that has changed. */
  | { readonly event: "provider.silent"; readonly reason: string }
  | { readonly event: "provider.answers"; readonly milliseconds: number };

/**
 * Admits calls to a provider at the rate that its limits allow: one limiter for each pool of limits (provider,
 * organisation, model).
 */
export interface RateLimiter extends AsyncDisposable {
  /**
   * Sends a call as soon as the limits allow, again where its failure may pass, and resolves with its reply.
   * @throws CallError when it has failed for good: its attempts are used up, it is `invalid` or `too-large`, or no call
   *   will succeed (`unauthorised`, `not-found`, `quota-exhausted`, `unanswered`: then every other call fails as well).
   */
  run<Reply>(call: Call<Reply>): Promise<Reply>;
  /** Resolves when another call is wanted: as long as callers wait for it, no more wait than the limiter can look over. */
  whenWanted(): Promise<void>;
  /** Says that what waits is all there is: the longest go first, and slow ones are cut short. False takes it back. */
  drain(draining: boolean): void;
  /** Fails what waits; what is in flight is left to end. Later calls fail as well. */
  close(reason: Error): void;
  /**
   * What a call of such a cost takes of each limit that is known, as far as has been learnt: with `snapshot.perMinute`
   * it tells how long a number of calls will take.
   */
  priceOf(cost: CallCost): Readonly<Partial<Record<LimitedResource, number>>>;
  readonly snapshot: LimiterSnapshot;
}
