import { CallError, type LimitReading } from "../ports/index.ts";
import { Attempt } from "./attempt.ts";
import { Deadlines } from "./deadlines.ts";
import { type Block, Gate } from "./gate.ts";
import { type RateLimiterOptions, type Settings, settingsOf } from "./options.ts";
import type { Call, LimiterSnapshot, RateLimiter } from "./rate-limiter.ts";
import { retryDelay } from "./retry-delay.ts";
import { type Answer, createTicket, type Ticket } from "./ticket.ts";
import { UnderWay } from "./under-way.ts";
import { WaitingCalls } from "./waiting-calls.ts";
import { WakeUp } from "./wake-up.ts";

/** Callers are asked for more calls as long as fewer than this wait, or than this share of the ceiling. */
const LOOK_AHEAD = { least: 16, share: 0.1 } as const;
/** A call that fails while nobody is answered is not given up before this: an outage may look like it. */
const LEAST_PATIENCE_MS = 90_000;
const AT_WORK_MS = 10_000;
/** Where less waits than this share of what is under way, it will be sent before that has ended. */
const FEW_WAIT = 0.5;
const FATAL: ReadonlySet<string> = new Set(["unauthorised", "not-found", "quota-exhausted", "unanswered"]);
const OF_THE_CALL: ReadonlySet<string> = new Set(["invalid", "too-large"]);

/**
 * Makes the limiter of one pool of limits. It knows no provider: what it knows, it learns from readings and errors.
 * @throws TypeError where an option is not what it should be.
 */
export function createRateLimiter(options: RateLimiterOptions = {}): RateLimiter {
  return new Limiter(settingsOf(options));
}

class Limiter implements RateLimiter {
  readonly #settings: Settings;
  readonly #gate: Gate;
  readonly #deadlines: Deadlines;
  readonly #underWay: UnderWay;
  readonly #waiting = new WaitingCalls();
  readonly #wakeUp: WakeUp;
  #wanted: (() => void)[] = [];
  #closed: Error | null = null;
  #draining = false;
  #pumping = false;
  #blockedBy: LimiterSnapshot["waitingFor"] = null;
  #calls = 0;
  #attempts = 0;
  #rateLimited = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#gate = new Gate(settings);
    this.#deadlines = new Deadlines(settings.timeoutMs);
    this.#underWay = new UnderWay(this.#deadlines);
    this.#wakeUp = new WakeUp(settings.clock, () => this.#ring());
  }

  run<Reply>(call: Call<Reply>): Promise<Reply> {
    if (this.#closed !== null) return Promise.reject(this.#closed);
    return new Promise((resolve, reject) => {
      this.#waiting.push(createTicket(call, this.#calls++, resolve, reject));
      this.#pump();
    });
  }

  whenWanted(): Promise<void> {
    return new Promise((resolve) => {
      this.#wanted.push(resolve);
      this.#askForMore();
    });
  }

  drain(draining: boolean): void {
    if (draining === this.#draining) return;
    this.#draining = draining;
    this.#waiting.order(draining);
  }

  close(reason: Error): void {
    if (this.#closed !== null) return;
    this.#closed = reason;
    for (const ticket of this.#waiting.takeAll()) ticket.reject(reason);
    this.#askForMore();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close(new Error("The rate limiter is closed."));
    this.#wakeUp.clear();
    const now = this.#settings.clock.now();
    const reason = this.#closed as unknown as Error;
    for (const attempt of this.#underWay) {
      this.#underWay.remove(attempt);
      attempt.abort(reason, now);
      attempt.ticket.reject(reason);
    }
  }

  get snapshot(): LimiterSnapshot {
    return {
      waiting: this.#waiting.size,
      inFlight: this.#underWay.size,
      ceiling: this.#gate.ceiling.current,
      perMinute: this.#gate.admission.perMinute,
      waitingFor: this.#waiting.ready > 0 ? this.#blockedBy : null,
      calls: this.#calls,
      attempts: this.#attempts,
      rateLimited: this.#rateLimited,
    };
  }

  #askForMore(): void {
    if (this.#wanted.length === 0) return;
    const lookAhead = Math.max(LOOK_AHEAD.least, LOOK_AHEAD.share * this.#gate.ceiling.current);
    if (this.#closed === null && this.#waiting.ready >= lookAhead) return;
    const wanted = this.#wanted;
    this.#wanted = [];
    for (const resolve of wanted) resolve();
  }

  /** Sends what may be sent, and sees to it that it is called again when more may be. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    const now = this.#settings.clock.now();
    this.#waiting.release(this.#gate.outage.active ? Infinity : now);
    let block = this.#blocked(now);
    while (block === null) {
      this.#send(this.#waiting.take() as Ticket, now);
      block = this.#blocked(now);
    }
    this.#pumping = false;
    this.#blockedBy = block.by;
    const until = Math.min(block.until, this.#waiting.nextDue, this.#underWay.nextSweep);
    if (until < Infinity) this.#wakeUp.at(until);
    this.#askForMore();
  }

  #blocked(now: number): Block | null {
    const next = this.#waiting.next();
    if (next === undefined) return { by: null, until: Infinity };
    const giveUpAt = this.#silentSince + this.#settings.giveUpAfterMs;
    return this.#gate.blocked(next.cost, this.#underWay.size, giveUpAt, now);
  }

  /** Since when nothing has come, where an outage has begun; Infinity where none has. */
  get #silentSince(): number {
    return Math.max(this.#gate.outage.since ?? Infinity, this.#underWay.lastSignAt);
  }

  #send(ticket: Ticket, now: number): void {
    const send = this.#gate.admission.take(ticket.cost, now);
    const attempt = new Attempt(ticket, send, this.#underWay.size + 1 >= this.#gate.ceiling.current);
    this.#underWay.add(attempt, now);
    this.#gate.sent(attempt, now);
    this.#attempts += 1;
    const options = {
      signal: attempt.controller.signal,
      attempt: ticket.sent++,
      onLimits: (limits: readonly LimitReading[]) => this.#hear(attempt, limits),
      onProgress: (tokens: number) => this.#progress(attempt, tokens),
    };
    ticket.attempt(options).then(
      (answer) => this.#succeed(attempt, answer),
      (error: unknown) => this.#fail(attempt, error),
    );
  }

  #hear(attempt: Attempt, limits: readonly LimitReading[]): void {
    this.#read(attempt, limits);
    this.#begin(attempt);
    this.#pump();
  }

  #progress(attempt: Attempt, tokens: number): void {
    const now = this.#settings.clock.now();
    attempt.progress(tokens, now);
    this.#underWay.sign(attempt, tokens > 0, now);
    if (tokens <= 0 || attempt.begun) return;
    this.#begin(attempt);
    this.#pump();
  }

  #read(attempt: Attempt, limits: readonly LimitReading[]): void {
    if (attempt.read || limits.length === 0) return;
    attempt.read = true;
    this.#gate.admission.read(attempt.send, limits, this.#settings.clock.now());
  }

  /** The first sign that a call was let in. */
  #begin(attempt: Attempt): void {
    if (attempt.begun) return;
    attempt.begun = true;
    this.#gate.begun(attempt);
    this.#answer(attempt, true);
  }

  /** Somebody was answered: if nobody was before, it goes on for all. */
  #answer(attempt: Attempt, beginning: boolean): void {
    const { since } = this.#gate.outage;
    if (!this.#gate.outage.answer(attempt.send.at, beginning)) return;
    const milliseconds = this.#settings.clock.now() - (since ?? 0);
    this.#settings.onEvent({ event: "provider.answers", milliseconds });
  }

  #succeed(attempt: Attempt, { limits, usage, deliver }: Answer): void {
    if (!this.#underWay.remove(attempt)) return;
    const now = this.#settings.clock.now();
    this.#read(attempt, limits);
    this.#begin(attempt);
    this.#answer(attempt, false);
    this.#gate.slowDown.ended(false, now);
    const { cost } = attempt.ticket;
    if (usage !== null) this.#gate.admission.learnUsage(cost, usage);
    attempt.teach(this.#deadlines, now);
    const milliseconds = now - attempt.send.at;
    const units = Math.max(1, attempt.tokens || usage?.outputTokens || cost.inputTokens);
    const { full, send } = attempt;
    if (!attempt.aborted)
      this.#gate.ceiling.learn({ sentAt: send.at, milliseconds, msPerUnit: milliseconds / units, full }, now);
    deliver();
    this.#pump();
  }

  #fail(attempt: Attempt, error: unknown): void {
    if (!this.#underWay.remove(attempt)) return;
    this.#gate.failed(attempt);
    const { ticket } = attempt;
    if (!CallError.isInstance(error)) ticket.reject(error);
    else if (FATAL.has(error.kind)) {
      ticket.reject(error);
      this.close(error);
    } else if (OF_THE_CALL.has(error.kind)) this.#rejectOne(attempt, error);
    else if (this.#closed !== null) ticket.reject(this.#closed);
    else if (error.kind === "rate-limited") this.#refuse(attempt, error);
    else this.#tryAgain(attempt, error);
    this.#pump();
  }

  #rejectOne(attempt: Attempt, error: CallError): void {
    this.#read(attempt, error.limits);
    if (error.requested !== null)
      this.#gate.admission.costs.learnTold(error.requested.resource, attempt.ticket.cost, error.requested.amount);
    this.#begin(attempt);
    attempt.ticket.reject(error);
  }

  #refuse(attempt: Attempt, error: CallError): void {
    const now = this.#settings.clock.now();
    const { ticket, send } = attempt;
    this.#rateLimited += 1;
    this.#gate.ceiling.congested(now);
    this.#answer(attempt, true);
    const paused = this.#gate.pause.refuse(this.#gate.admission.refuse(send, error, now), now);
    if (paused !== null && error.requested === null) this.#gate.rampUp.restart();
    if (paused !== null)
      this.#settings.onEvent({ event: "limiter.paused", milliseconds: Math.ceil(paused), reason: error.message });
    ticket.again = true;
    this.#waiting.push(ticket);
    const { giveUpAfterMs } = this.#settings;
    if (this.#gate.pause.until - now > giveUpAfterMs)
      this.close(
        new CallError(
          "unanswered",
          `The provider asks to wait ${duration(this.#gate.pause.until - now)} before the next call, longer than the ${duration(giveUpAfterMs)} that were allowed: ${error.message}`,
          { cause: error },
        ),
      );
  }

  #tryAgain(attempt: Attempt, error: CallError): void {
    const { clock, onEvent, random, attempts } = this.#settings;
    const now = clock.now();
    const { ticket } = attempt;
    this.#read(attempt, error.limits);
    ticket.again = true;
    if (attempt.cutForSlowness) return this.#waiting.push(ticket);
    this.#gate.slowDown.ended(error.kind === "overloaded", now);
    if (error.kind === "overloaded" || error.kind === "timeout") this.#gate.ceiling.congested(now);
    ticket.tries += 1;
    ticket.lastError = error;
    if (error.kind === "timeout") ticket.timeouts += 1;
    // A server that is at work, and lets calls wait for too long, is not silent.
    const atWork =
      error.kind === "timeout" && !this.#gate.admission.known && now - this.#underWay.lastSignAt < AT_WORK_MS;
    if (!atWork && this.#gate.outage.fail(ticket, error.kind, attempt.send.at, now))
      onEvent({ event: "provider.silent", reason: error.message });
    if (this.#gate.outage.active) return this.#waitForAnswers(ticket);
    if (error.kind !== "overloaded" || !this.#gate.slowDown.active) ticket.failures += 1;
    if (ticket.failures >= attempts && this.#gate.outage.silence(now) >= LEAST_PATIENCE_MS) return ticket.reject(error);
    const failures = Math.min(ticket.failures, attempts - 1);
    const waitMs = Math.ceil(retryDelay(Math.max(1, failures), error.retryAfterMs, random));
    onEvent({ event: "call.retried", kind: error.kind, reason: error.message, attempt: ticket.sent, waitMs });
    this.#waiting.delay(ticket, now + waitMs);
  }

  /** Puts a call behind the others, so that each is tried in its turn. */
  #waitForAnswers(ticket: Ticket): void {
    ticket.order = this.#calls + this.#attempts;
    this.#waiting.push(ticket);
  }

  #ring(): void {
    const now = this.#settings.clock.now();
    const alone = this.#draining && this.#waiting.ready <= FEW_WAIT * this.#underWay.size;
    for (const { attempt, reason, slow } of this.#underWay.sweep(
      {
        alone,
        mayQueue: !this.#gate.admission.known,
        expected: (cost) => this.#gate.admission.costs.expectedOutput(cost),
      },
      now,
    )) {
      if (slow) attempt.ticket.cut = attempt.cutForSlowness = true;
      this.#settings.onEvent({ event: "call.cut", reason: reason.message });
      attempt.abort(reason, now);
    }
    for (const attempt of this.#underWay)
      if (attempt.isDeaf(now)) this.#fail(attempt, attempt.controller.signal.reason);
    const silentMs = now - this.#silentSince;
    if (silentMs >= this.#settings.giveUpAfterMs) this.#giveUp(silentMs);
    this.#pump();
  }

  /** Nobody was answered for too long. A few calls that the server fails at, again and again, are to blame themselves. */
  #giveUp(silentMs: number): void {
    const tickets = this.#waiting.takeAll();
    const failed = (ticket: Ticket): boolean =>
      ticket.tries >= this.#settings.attempts && ticket.lastError?.kind === "server";
    if (tickets.every(failed)) {
      for (const ticket of tickets) ticket.reject(ticket.lastError);
      this.#gate.outage.end();
      return;
    }
    const cause = tickets.find((ticket) => ticket.lastError !== null)?.lastError ?? null;
    const why = cause === null ? "" : `: ${cause.message}`;
    const error = new CallError("unanswered", `Nobody was answered for ${duration(silentMs)}${why}`, { cause });
    for (const ticket of tickets) ticket.reject(error);
    this.close(error);
  }
}

function duration(milliseconds: number): string {
  if (milliseconds < 120_000) return `${Math.round(milliseconds / 1000)} seconds`;
  if (milliseconds < 7_200_000) return `${Math.round(milliseconds / 60_000)} minutes`;
  return `${Math.round(milliseconds / 3_600_000)} hours`;
}
