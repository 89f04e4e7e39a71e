import type { CallTokens } from "./call-tokens.ts";
import type { CallError } from "./call-error.ts";
import type { Call, ReplyReport, SendOptions } from "./rate-limiter.ts";

const NOTHING_REPORTED: ReplyReport = { limits: [], usage: null };

/** A call that has not ended: it waits, or an attempt of it is in flight. */
export class PendingCall {
  /** Its tokens when they were last read. */
  tokens: CallTokens;
  /** The place among the waiting calls. A call that failed as a probe goes to the end. */
  order: number;
  /** Attempts that were sent. */
  sent = 0;
  /** Failed attempts that count towards the limit of attempts. */
  countedFailures = 0;
  /** All failed attempts but 429s. */
  failures = 0;
  /** Attempts that ran out of time. */
  timeouts = 0;
  lastError: CallError | null = null;
  /** Whether an attempt of it was made. Such calls go first. */
  isRetry = false;
  /** When a delayed call may be sent again. */
  dueAt = 0;
  /** Whether an attempt was cut short for its pace. That happens once to a call at most. */
  cut = false;
  readonly isPing: boolean;
  /** The call as its caller gave it. */
  readonly origin: Call<unknown>;
  /** Ends the call with a reply. */
  readonly resolve: (reply: unknown) => void;
  /** Ends the call with a failure. */
  readonly reject: (reason: unknown) => void;

  constructor(
    origin: Call<unknown>,
    { order, isPing }: Pick<PendingCall, "order" | "isPing">,
    { resolve, reject }: Pick<PendingCall, "resolve" | "reject">,
  ) {
    this.origin = origin;
    this.tokens = this.readTokens();
    this.order = order;
    this.isPing = isPing;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** Updates `tokens`, and gives it. */
  readTokens(): CallTokens {
    const { tokens } = this.origin;
    this.tokens = typeof tokens === "function" ? tokens() : tokens;
    return this.tokens;
  }

  /** What a complete reply reports. */
  reportOf(reply: unknown): ReplyReport {
    return this.origin.reading?.(reply) ?? NOTHING_REPORTED;
  }
}

/** The tokens of a ping: so few that the limiter learns nothing from it. */
const PING_TOKENS: CallTokens = { inputTokens: 16, maxOutputTokens: 64 };

/** A call of the limiter's own, whose outcome shows whether the provider answers. */
export function pendingPing(send: (options: SendOptions) => Promise<unknown>): PendingCall {
  const ignored = { resolve: () => {}, reject: () => {} };
  return new PendingCall({ tokens: PING_TOKENS, send }, { order: -1, isPing: true }, ignored);
}
