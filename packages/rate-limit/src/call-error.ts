import type { LimitedResource, LimitReading } from "./limit-reading.ts";

/**
 * What kind of failure an attempt ended with.
 * - `rate-limited`: too much at once; wait. No fault of the call.
 * - `overloaded`: the provider asks for a lower rate, whatever its limits say.
 * - `timeout`, `network`, `server`: may pass; worth another attempt.
 * - `too-large`: the same call will never be admitted; ask for less.
 * - `invalid`: the reply is of no use (no JSON, a refusal, another shape), or the request was refused as it is.
 * - `unauthorised`, `not-found`, `quota-exhausted`: key, model or address, account; no call will succeed.
 * - `unanswered`: nobody was answered for as long as one was ready to wait.
 */
export type CallErrorKind =
  | "rate-limited"
  | "overloaded"
  | "quota-exhausted"
  | "too-large"
  | "invalid"
  | "unauthorised"
  | "not-found"
  | "timeout"
  | "network"
  | "server"
  | "unanswered";

/** No other call will fare better. */
export const FATAL_KINDS: ReadonlySet<CallErrorKind> = new Set([
  "unauthorised",
  "not-found",
  "quota-exhausted",
  "unanswered",
]);

/** What else is known of a failed attempt. */
export interface CallErrorDetails extends ErrorOptions {
  /** How long the provider asks to wait. */
  readonly retryAfterMs?: number | null;
  readonly limits?: readonly LimitReading[];
  /**
   * Whether it is certain that nothing was spent, because nothing reached the provider or it refused the request before
   * any work. Default: it is for kinds that are refusals, and not for others.
   */
  readonly unspent?: boolean;
  /** What the provider says that the call would have cost of a limit ("Limit 30000, Requested 34472"). */
  readonly requested?: { readonly resource: LimitedResource; readonly amount: number; readonly limit: number } | null;
}

const MARKER = Symbol.for("colloquy.call-error");

/** The provider answers so instead of doing any work: nothing is spent. */
const REFUSALS: ReadonlySet<CallErrorKind> = new Set([
  "rate-limited",
  "overloaded",
  "quota-exhausted",
  "too-large",
  "unauthorised",
  "not-found",
]);

/** One attempt of a call that failed. The message is a sentence for people. */
export class CallError extends Error {
  readonly kind: CallErrorKind;
  readonly retryAfterMs: number | null;
  readonly limits: readonly LimitReading[];
  readonly requested: NonNullable<CallErrorDetails["requested"]> | null;
  /** Whether it is certain that nothing was spent. */
  readonly unspent: boolean;
  readonly [MARKER] = true;

  constructor(kind: CallErrorKind, message: string, details: CallErrorDetails = {}) {
    super(message, details);
    this.name = "CallError";
    this.kind = kind;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.limits = details.limits ?? [];
    this.requested = details.requested ?? null;
    this.unspent = details.unspent ?? REFUSALS.has(kind);
  }

  /** True for errors of this class from any copy of the library. */
  static isInstance(value: unknown): value is CallError {
    return typeof value === "object" && value !== null && MARKER in value;
  }
}
