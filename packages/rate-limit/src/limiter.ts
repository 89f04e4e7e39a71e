import type { CallCost } from "./call-cost.ts";
import type { LimitedResource, LimitReading } from "./limit-reading.ts";
import { Attempt } from "./attempt.ts";
import { Deadlines } from "./deadlines.ts";
import { Failures } from "./failures.ts";
import { type Block, Gate } from "./gate.ts";
import { type RateLimiterOptions, type Settings, settingsOf } from "./options.ts";
import type { Call, LimiterSnapshot, RateLimiter } from "./rate-limiter.ts";
import { Signs } from "./signs.ts";
import { type Answer, createPing, createTicket, type Ticket } from "./ticket.ts";
import { Turn } from "./turn.ts";
import { UnderWay } from "./under-way.ts";
import { WaitingCalls } from "./waiting-calls.ts";
import { WakeUp } from "./wake-up.ts";

/** Callers are asked for more calls as long as fewer than this wait, or than this share of the ceiling. */
const LOOK_AHEAD = { least: 16, share: 0.1 } as const;
/** Where less waits than this share of what is under way, it will be sent before that has ended. */
const FEW_WAIT = 0.5;

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
  readonly #signs: Signs;
  readonly #failures: Failures;
  readonly #wakeUp: WakeUp;
  readonly #turn: Turn;
  #wanted: (() => void)[] = [];
  #closed: Error | null = null;
  #draining = false;
  #pumping = false;
  #blockedBy: LimiterSnapshot["waitingFor"] = null;
  #calls = 0;
  #attempts = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#gate = new Gate(settings);
    this.#deadlines = new Deadlines(settings.timeoutMs);
    this.#underWay = new UnderWay(this.#deadlines);
    const parts = { settings, gate: this.#gate, deadlines: this.#deadlines, underWay: this.#underWay };
    this.#signs = new Signs({
      ...parts,
      onAnswered: (silence, attempt, now) => this.#failures.goOn(silence, attempt, now),
    });
    this.#failures = new Failures({
      ...parts,
      signs: this.#signs,
      waiting: this.#waiting,
      closed: () => this.#closed,
      close: (reason) => this.close(reason),
    });
    this.#wakeUp = new WakeUp(settings.clock, () => this.#ring());
    this.#turn = new Turn(settings.clock, () => this.#pump());
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
    this.#waiting.close(reason);
    this.#askForMore();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Error("The rate limiter is closed.");
    this.close(closed);
    this.#wakeUp.clear();
    this.#turn.end();
    const now = this.#settings.clock.now();
    const reason = this.#closed ?? closed;
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
      admitted: this.#gate.admission.taken,
      waitingFor: this.#waiting.ready > 0 || this.#gate.outage.active ? this.#blockedBy : null,
      calls: this.#calls,
      attempts: this.#attempts,
      rateLimited: this.#failures.rateLimited,
    };
  }

  priceOf(cost: CallCost): Readonly<Partial<Record<LimitedResource, number>>> {
    return this.#gate.admission.priceOf(cost);
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
    this.#waiting.release(this.#gate.outage.active && !this.#gate.pings ? Infinity : now);
    let block = this.#blocked(now);
    while (block === null) {
      this.#send(this.#ping() ?? (this.#waiting.take() as Ticket), now);
      block = this.#blocked(now);
    }
    this.#pumping = false;
    this.#blockedBy = block.by;
    const until = Math.min(block.until, this.#waiting.nextDue, this.#underWay.nextSweep);
    if (until < Infinity) this.#wakeUp.at(until);
    this.#askForMore();
  }

  #blocked(now: number): Block | null {
    if (this.#turn.full) return { by: null, until: Infinity };
    const next = this.#ping() ?? this.#waiting.next();
    if (next === undefined) return { by: null, until: Infinity };
    next.weigh();
    const giveUpAt = this.#silentSince + this.#settings.giveUpAfterMs;
    return this.#gate.blocked(next.cost, this.#underWay.size, giveUpAt, now);
  }

  /** The call that asks whether anybody is answered, where it is the one to send; null where it is not. */
  #ping(): Ticket | null {
    const { ping } = this.#settings;
    const asks = this.#gate.pings && this.#gate.outage.active && this.#waiting.size > 0;
    return asks && ping !== null ? createPing(ping) : null;
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
    this.#turn.sent();
    const options = {
      signal: attempt.controller.signal,
      attempt: ticket.sent++,
      onLimits: (limits: readonly LimitReading[]) => this.#hear(attempt, limits),
      onProgress: (tokens: number) => this.#progress(attempt, tokens),
      onRepeat: () => this.#repeat(attempt),
    };
    ticket.attempt(options).then(
      (answer) => this.#succeed(attempt, answer),
      (error: unknown) => this.#fail(attempt, error),
    );
  }

  /** What an attempt says that was given up is not heard: its call was counted out, and may be under way anew. */
  #hear(attempt: Attempt, limits: readonly LimitReading[]): void {
    if (!this.#underWay.has(attempt)) return;
    this.#signs.head(attempt, limits, this.#settings.clock.now());
    this.#pump();
  }

  #progress(attempt: Attempt, tokens: number): void {
    if (!this.#underWay.has(attempt)) return;
    if (this.#signs.piece(attempt, tokens, this.#settings.clock.now())) this.#pump();
  }

  /** A call was sent once more within its attempt: what that takes of the limits is taken, late as it is. */
  #repeat({ ticket }: Attempt): void {
    this.#attempts += 1;
    this.#gate.admission.take(ticket.cost, this.#settings.clock.now());
  }

  #succeed(attempt: Attempt, answer: Answer): void {
    if (!this.#underWay.remove(attempt)) return;
    this.#signs.end(attempt, answer, this.#settings.clock.now());
    answer.deliver();
    this.#pump();
  }

  #fail(attempt: Attempt, error: unknown): void {
    if (!this.#underWay.remove(attempt)) return;
    this.#failures.fail({ attempt, error, now: this.#settings.clock.now() });
    this.#pump();
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
    if (silentMs >= this.#settings.giveUpAfterMs) this.#failures.giveUp(silentMs);
    this.#pump();
  }
}
