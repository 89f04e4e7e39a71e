import type { LimitedResource, LimitReading } from "./limit-reading.ts";

/**
 * How an attempt failed.
 * - `rate-limited`: a limit was exceeded; wait. The call is not at fault.
 * - `overloaded`: the provider asks for a lower rate, whatever its limits say.
 * - `timeout`, `network`, `server`: may pass; another attempt is made.
 * - `too-large`: the call will never be admitted; make it smaller.
 * - `invalid`: the reply is unusable (no JSON, a refusal, another shape), or the request was refused as it is.
 * - `unauthorised`, `not-found`, `quota-exhausted`: key, model or address, account; no call will succeed.
 * - `unanswered`: the provider answered no call for longer than was allowed.
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

/** The kinds after which no other call will succeed. */
export const FATAL_KINDS: ReadonlySet<CallErrorKind> = new Set([
  "unauthorised",
  "not-found",
  "quota-exhausted",
  "unanswered",
]);

/** Details of a failed attempt. */
export interface CallErrorDetails extends ErrorOptions {
  /** How long the provider asks to wait; see `parseRetryAfter`. */
  readonly retryAfterMs?: number | null;
  readonly limits?: readonly LimitReading[];
  /**
   * Whether the attempt certainly cost nothing: it did not reach the provider, or was refused before any work. Default: true
   * for the kinds that are refusals.
   */
  readonly unspent?: boolean;
  /** What the call takes of a limit, and the limit, as the provider states them ("Limit 30000, Requested 34472"). */
  readonly requested?: { readonly resource: LimitedResource; readonly amount: number; readonly limit: number } | null;
}

const MARKER = Symbol.for("colloquy.call-error");

/** The provider refuses the request before any work, so that it costs nothing. */
const REFUSALS: ReadonlySet<CallErrorKind> = new Set([
  "rate-limited",
  "overloaded",
  "quota-exhausted",
  "too-large",
  "unauthorised",
  "not-found",
]);

/** A failed attempt of a call. The message is a sentence for people. */
export class CallError extends Error {
  readonly kind: CallErrorKind;
  readonly retryAfterMs: number | null;
  readonly limits: readonly LimitReading[];
  readonly requested: NonNullable<CallErrorDetails["requested"]> | null;
  /** Whether the attempt certainly cost nothing. */
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
