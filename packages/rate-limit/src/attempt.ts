import { CallError } from "./call-error.ts";
import type { Deadlines, Usual } from "./deadlines.ts";
import type { PendingCall } from "./pending-call.ts";
import type { Send } from "./send-log.ts";

/** An adapter that ignores its signal is not waited for longer than this. */
const GRACE_MS = 5_000;
/** The pace of a reply is known after this time of streaming. */
const MEASURED_MS = 5_000;
/** A pace below this share of the usual one is slow. */
const SLOW = 0.5;
/** The same for the last few calls: to cut them costs a few prompts at most. */
const SLOW_FOR_THE_LAST = 0.7;
/** A cut that saves less time is not worth another prompt. */
const LEAST_SAVED_MS = 3_000;

/** One attempt in flight, and its progress. */
export class Attempt {
  readonly call: PendingCall;
  readonly send: Send;
  /** Whether the concurrency limit was reached when it was sent. */
  readonly full: boolean;
  readonly #controller = new AbortController();
  /** Whether its reply began. */
  begun = false;
  /** Whether the limits that its reply reports were taken in. */
  read = false;
  cutForPace = false;
  firstTokenAt: number | null = null;
  #lastTokenAt = 0;
  #tokens = 0;
  #longestGapMs = 0;
  #abortedAt: number | null = null;

  constructor(call: PendingCall, send: Send, full: boolean) {
    this.call = call;
    this.send = send;
    this.full = full;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get tokens(): number {
    return this.#tokens;
  }

  get aborted(): boolean {
    return this.#abortedAt !== null;
  }

  progress(tokens: number, now: number): void {
    if (tokens <= 0) return;
    if (this.firstTokenAt === null) this.firstTokenAt = now;
    else this.#longestGapMs = Math.max(this.#longestGapMs, now - this.#lastTokenAt);
    this.#lastTokenAt = now;
    this.#tokens += tokens;
  }

  abort(reason: Error, now: number): void {
    this.#abortedAt ??= now;
    this.#controller.abort(reason);
  }

  /** Whether its adapter has ignored the signal for too long. */
  ignoresSignal(now: number): boolean {
    return this.#abortedAt !== null && now - this.#abortedAt >= GRACE_MS;
  }

  /** The timeout that it has exceeded; null if it has exceeded none. */
  overdue(deadlines: Deadlines, now: number): CallError | null {
    const { at } = this.send;
    const { timeouts, tokens } = this.call;
    if (now - at >= deadlines.whole)
      return new CallError("timeout", `The reply was not complete after ${seconds(now - at)}.`);
    if (this.firstTokenAt === null)
      return now - at < deadlines.first(tokens, timeouts)
        ? null
        : new CallError("timeout", `No reply began within ${seconds(now - at)}.`);
    return now - this.#lastTokenAt < deadlines.next(timeouts)
      ? null
      : new CallError("timeout", `The reply stalled: nothing more came for ${seconds(now - this.#lastTokenAt)}.`);
  }

  /** Why another attempt would end sooner, near the end of the work; null if none would. */
  slow(usual: Usual, expectedTokens: number, amongTheLast: boolean, now: number): CallError | null {
    const pace = this.currentPace(now);
    const slow = (amongTheLast ? SLOW_FOR_THE_LAST : SLOW) * usual.pace;
    if (pace === null || pace >= slow || pace >= usual.slowPace) return null;
    const missing = Math.max(0, expectedTokens - this.#tokens);
    if (1000 * missing * (1 / pace - 1 / usual.pace) - usual.firstMs < LEAST_SAVED_MS) return null;
    const figures = `${Math.round(pace)} tokens a second where ${Math.round(usual.pace)} are usual`;
    return new CallError("timeout", `The reply came slowly, ${figures}, and hardly anything else was left to do.`);
  }

  /** Tokens a second of a streamed reply; null until it can be measured. */
  currentPace(now: number): number | null {
    const measured = !this.aborted && this.firstTokenAt !== null && now - this.firstTokenAt >= MEASURED_MS;
    return measured ? this.#pace(now) : null;
  }

  /** The times of its complete reply. */
  timing(now: number): Parameters<Deadlines["learn"]>[0] {
    const streamed = this.firstTokenAt !== null && now - this.firstTokenAt >= 1_000;
    return {
      firstMs: (this.firstTokenAt ?? now) - this.send.at,
      longestGapMs: this.firstTokenAt === null ? null : this.#longestGapMs,
      pace: streamed ? this.#pace(now) : null,
    };
  }

  #pace(now: number): number {
    return (1000 * this.#tokens) / Math.max(1, now - (this.firstTokenAt ?? now));
  }
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
