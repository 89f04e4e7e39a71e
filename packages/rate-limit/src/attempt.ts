import { CallError } from "./call-error.ts";
import type { Deadlines, Usual } from "./deadlines.ts";
import type { Send } from "./send-log.ts";
import type { Ticket } from "./ticket.ts";

/** An adapter that does not heed its signal is not waited for longer than this. */
const GRACE_MS = 5_000;
/** The pace of a reply is told after it has been streamed for so long. */
const MEASURED_MS = 5_000;
/** Less than this share of the usual pace is slow. */
const SLOW = 0.5;
/** The same where everything waits for one of the last few: to cut them costs a few prompts at most. */
const SLOW_FOR_THE_LAST = 0.7;
/** What does not save so much time is not worth another prompt. */
const LEAST_SAVED_MS = 3_000;

/** One attempt under way, and how it comes on. */
export class Attempt {
  readonly ticket: Ticket;
  readonly send: Send;
  readonly controller = new AbortController();
  /** Whether as many as allowed were under way when it was sent. */
  readonly full: boolean;
  /** Whether the reply has begun, or was told to have. */
  begun = false;
  /** Whether the reading of its head was taken in. */
  read = false;
  cutForSlowness = false;
  firstTokenAt: number | null = null;
  #lastTokenAt = 0;
  #tokens = 0;
  #longestGapMs = 0;
  #abortedAt: number | null = null;

  constructor(ticket: Ticket, send: Send, full: boolean) {
    this.ticket = ticket;
    this.send = send;
    this.full = full;
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
    this.controller.abort(reason);
  }

  /** Whether it was told to end, and has not done so for long. */
  isDeaf(now: number): boolean {
    return this.#abortedAt !== null && now - this.#abortedAt >= GRACE_MS;
  }

  /** Why it has taken too long; null where it has not. */
  overdue(deadlines: Deadlines, now: number): CallError | null {
    const { at } = this.send;
    const { timeouts } = this.ticket;
    if (now - at >= deadlines.whole)
      return new CallError("timeout", `The reply was not complete after ${seconds(now - at)}.`);
    if (this.firstTokenAt === null)
      return now - at < deadlines.first(this.ticket.cost, timeouts)
        ? null
        : new CallError("timeout", `No reply began within ${seconds(now - at)}.`);
    return now - this.#lastTokenAt < deadlines.next(timeouts)
      ? null
      : new CallError("timeout", `The reply stalled: nothing more came for ${seconds(now - this.#lastTokenAt)}.`);
  }

  /** Why it is too slow to be waited for when hardly anything else is left to do; null where it is not. */
  slow(usual: Usual, expectedTokens: number, amongTheLast: boolean, now: number): CallError | null {
    const pace = this.currentPace(now);
    const slow = (amongTheLast ? SLOW_FOR_THE_LAST : SLOW) * usual.pace;
    if (pace === null || pace >= slow || pace >= usual.slowPace) return null;
    const missing = Math.max(0, expectedTokens - this.#tokens);
    if (1000 * missing * (1 / pace - 1 / usual.pace) - usual.firstMs < LEAST_SAVED_MS) return null;
    const figures = `${Math.round(pace)} tokens a second where ${Math.round(usual.pace)} are usual`;
    return new CallError("timeout", `The reply came slowly, ${figures}, and hardly anything else was left to do.`);
  }

  /** Tokens a second of a reply that is streamed; null where it has not been for long enough to tell. */
  currentPace(now: number): number | null {
    const measured = !this.aborted && this.firstTokenAt !== null && now - this.firstTokenAt >= MEASURED_MS;
    return measured ? this.#pace(now) : null;
  }

  /** Tells what is usual by a reply that has come to its end. */
  teach(deadlines: Deadlines, now: number): void {
    if (this.aborted) return;
    const streamed = this.firstTokenAt !== null && now - this.firstTokenAt >= 1_000;
    deadlines.learn({
      firstMs: (this.firstTokenAt ?? now) - this.send.at,
      longestGapMs: this.firstTokenAt === null ? null : this.#longestGapMs,
      pace: streamed ? this.#pace(now) : null,
    });
  }

  #pace(now: number): number {
    return (1000 * this.#tokens) / Math.max(1, now - (this.firstTokenAt ?? now));
  }
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}
