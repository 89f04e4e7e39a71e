import { Attempt } from "./attempt.ts";
import type { CallTokens } from "./call-tokens.ts";
import { CallError } from "./call-error.ts";
import { Failures } from "./failures.ts";
import { type Block, Gate } from "./gate.ts";
import { InFlight } from "./in-flight.ts";
import type { LimitedResource } from "./limit-reading.ts";
import { type RateLimiterOptions, type Settings, settingsOf } from "./options.ts";
import { PendingCall, pendingPing } from "./pending-call.ts";
import type { Call, LimiterSnapshot, RateLimiter, ReplyReport, SendOptions } from "./rate-limiter.ts";
import { ReplyObserver } from "./reply-observer.ts";
import { SendQuantum } from "./send-quantum.ts";
import { Timer } from "./timer.ts";
import { WaitingCalls } from "./waiting-calls.ts";

/** The limiter requests more calls while fewer than `least`, or than `share` of the concurrency limit, wait. */
const LOOK_AHEAD = { least: 16, share: 0.1 } as const;
/** While draining, slow replies are cut short if no more calls wait than this share of the calls in flight. */
const FEW_WAIT = 0.5;

/**
 * Creates the limiter of one pool of limits. It learns from readings and errors, and works with any provider.
 * @throws TypeError for an invalid option.
 */
export function createRateLimiter(options: RateLimiterOptions = {}): RateLimiter {
  return new Limiter(settingsOf(options));
}

/** A call waits (`WaitingCalls`), is admitted (`Gate`), is in flight (`InFlight`), and ends or waits again (`Failures`). */
class Limiter implements RateLimiter {
  readonly #settings: Settings;
  readonly #waiting = new WaitingCalls();
  readonly #gate: Gate;
  readonly #inFlight: InFlight;
  readonly #observer: ReplyObserver;
  readonly #failures: Failures;
  readonly #timer: Timer;
  readonly #quantum: SendQuantum;
  readonly #counts = { calls: 0, attempts: 0, rateLimited: 0 };
  #wanted: (() => void)[] = [];
  #limitsReported = Promise.withResolvers<void>();
  #draining = false;
  #pumping = false;
  #blockedBy: LimiterSnapshot["waitingFor"] = null;

  constructor(settings: Settings) {
    this.#settings = settings;
    const gate = (this.#gate = new Gate(settings));
    const inFlight = (this.#inFlight = new InFlight(settings.timeoutMs));
    const observer = (this.#observer = new ReplyObserver(gate, inFlight, (silence, attempt, now) =>
      this.#failures.resume(silence, attempt, now),
    ));
    this.#failures = new Failures({ settings, gate, observer, waiting: this.#waiting, inFlight });
    this.#timer = new Timer(settings.clock, () => this.#tick());
    this.#quantum = new SendQuantum(settings.clock, () => this.#pump());
  }

  run<Reply>(call: Call<Reply>): Promise<Reply> {
    if (this.#waiting.closed !== null) return Promise.reject(this.#waiting.closed);
    return new Promise<Reply>((resolve, reject) => {
      const place = { order: this.#counts.calls++, isPing: false };
      const ends = {
        resolve: (reply: unknown) => resolve(reply as Reply),
        reject: (reason: unknown) => {
          reject(reason);
          this.#reportLimits();
        },
      };
      this.#waiting.push(new PendingCall(call as Call<unknown>, place, ends));
      this.#pump();
    });
  }

  whenLimitsReported(): Promise<void> {
    return this.#limitsReported.promise;
  }

  whenWanted(): Promise<void> {
    return new Promise((resolve) => {
      this.#wanted.push(resolve);
      this.#requestMore();
    });
  }

  drain(draining: boolean): void {
    if (draining === this.#draining) return;
    this.#draining = draining;
    this.#waiting.order(draining);
  }

  close(reason: Error): void {
    this.#waiting.close(reason);
    this.#reportLimits();
    this.#requestMore();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close(new Error("The rate limiter is closed."));
    this.#timer.clear();
    this.#quantum.end();
    const now = this.#settings.clock.now();
    const reason = this.#waiting.closed as Error;
    for (const attempt of this.#inFlight) {
      this.#inFlight.remove(attempt);
      attempt.abort(reason, now);
      attempt.call.reject(reason);
    }
  }

  get snapshot(): LimiterSnapshot {
    const { admission, concurrencyLimit, outage } = this.#gate;
    return {
      ...this.#counts,
      waiting: this.#waiting.size,
      inFlight: this.#inFlight.size,
      concurrencyLimit: concurrencyLimit.current,
      perMinute: admission.perMinute,
      admitted: admission.taken,
      waitingFor: this.#waiting.ready > 0 || outage.active ? this.#blockedBy : null,
    };
  }

  chargeOf(tokens: CallTokens): Readonly<Partial<Record<LimitedResource, number>>> {
    return this.#gate.admission.chargeOf(tokens);
  }

  #requestMore(): void {
    if (this.#wanted.length === 0) return;
    const lookAhead = Math.max(LOOK_AHEAD.least, LOOK_AHEAD.share * this.#gate.concurrencyLimit.current);
    if (this.#waiting.closed === null && this.#waiting.ready >= lookAhead) return;
    const wanted = this.#wanted;
    this.#wanted = [];
    for (const resolve of wanted) resolve();
  }

  /** Sends all calls that are admitted now, and sets the timer for the next admission. */
  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    const now = this.#settings.clock.now();
    const ping = this.#ping();
    // Without pings all calls are probes, also those that were suspended while pings were the probes.
    if (this.#gate.outage.active && ping === null) this.#waiting.releaseAll();
    else this.#waiting.release(now);
    let block = this.#blocked(ping, now);
    for (; block === null; block = this.#blocked(ping, now)) {
      const attempt = this.#admit(ping ?? (this.#waiting.take() as PendingCall), now);
      const { call } = attempt;
      // The promise turns an error that `send` throws into a rejection.
      new Promise((resolve) => resolve(call.origin.send(this.#optionsOf(attempt))))
        .then((reply) => ({ reply, report: call.reportOf(reply) }))
        .then(
          ({ reply, report }) => this.#complete(attempt, reply, report),
          (error: unknown) => this.#fail(attempt, error),
        );
    }
    this.#pumping = false;
    this.#blockedBy = block.by;
    const until = Math.min(block.until, this.#waiting.nextDue, this.#inFlight.nextSweep);
    if (until < Infinity) this.#timer.at(until);
    this.#requestMore();
  }

  #blocked(ping: PendingCall | null, now: number): Block | null {
    const next = ping ?? this.#waiting.next();
    if (this.#quantum.usedUp || next === undefined) return { by: null, until: Infinity };
    const giveUpAt = this.#silentSince + this.#settings.giveUpAfterMs;
    return this.#gate.blocked(next.readTokens(), this.#inFlight.size, giveUpAt, now);
  }

  /** The ping that is sent next, as the probe of an outage; null outside of an outage. */
  #ping(): PendingCall | null {
    const { ping } = this.#settings;
    const isProbe = this.#gate.outage.active && this.#waiting.size > 0 && this.#gate.probesWithPing;
    return isProbe && ping !== null ? pendingPing(ping) : null;
  }

  /** The time since which nothing has arrived in an outage; Infinity outside of an outage. */
  get #silentSince(): number {
    return Math.max(this.#gate.outage.since ?? Infinity, this.#inFlight.lastSignAt);
  }

  /** Takes the charge of an attempt from the limits, and counts the attempt. */
  #admit(call: PendingCall, now: number): Attempt {
    const send = this.#gate.admission.take(call.tokens, now);
    const attempt = new Attempt(call, send, this.#inFlight.size + 1 >= this.#gate.concurrencyLimit.current);
    this.#inFlight.add(attempt, now);
    this.#gate.sent(attempt, now);
    this.#counts.attempts += 1;
    this.#quantum.sent();
    call.sent += 1;
    return attempt;
  }

  /** Reports of an attempt that has ended are ignored, because another attempt of its call may be in flight. */
  #optionsOf(attempt: Attempt): SendOptions {
    return {
      signal: attempt.signal,
      attempt: attempt.call.sent,
      onLimits: (limits) => {
        if (!this.#inFlight.has(attempt)) return;
        this.#observer.head(attempt, limits, this.#settings.clock.now());
        this.#reportLimits();
        this.#pump();
      },
      onProgress: (tokens) => {
        if (!this.#inFlight.has(attempt)) return;
        if (this.#observer.piece(attempt, tokens, this.#settings.clock.now())) this.#pump();
      },
      onRepeat: () => this.#onRepeat(attempt.call),
    };
  }

  #reportLimits(): void {
    this.#limitsReported.resolve();
    this.#limitsReported = Promise.withResolvers();
  }

  /** An attempt sent its call once more. Its charge is taken from the limits afterwards. */
  #onRepeat({ tokens }: PendingCall): void {
    this.#counts.attempts += 1;
    this.#gate.admission.take(tokens, this.#settings.clock.now());
  }

  #complete(attempt: Attempt, reply: unknown, report: ReplyReport): void {
    if (!this.#inFlight.remove(attempt)) return;
    this.#observer.end(attempt, report, this.#settings.clock.now());
    attempt.call.resolve(reply);
    this.#reportLimits();
    this.#pump();
  }

  #fail(attempt: Attempt, error: unknown): void {
    if (!this.#inFlight.remove(attempt)) return;
    if (CallError.isInstance(error) && error.kind === "rate-limited") this.#counts.rateLimited += 1;
    this.#failures.fail(attempt, error, this.#settings.clock.now());
    this.#pump();
  }

  /** Called by the timer. Cuts slow attempts short, gives up after a long outage, and sends all admitted calls. */
  #tick(): void {
    const now = this.#settings.clock.now();
    const draining = this.#draining && this.#waiting.ready <= FEW_WAIT * this.#inFlight.size;
    for (const { attempt, reason, forPace } of this.#inFlight.sweep(draining, this.#gate.admission, now)) {
      if (forPace) attempt.call.cut = attempt.cutForPace = true;
      this.#settings.onEvent({ event: "call.cut", reason: reason.message });
      attempt.abort(reason, now);
    }
    for (const attempt of this.#inFlight) if (attempt.ignoresSignal(now)) this.#fail(attempt, attempt.signal.reason);
    const silentMs = now - this.#silentSince;
    if (silentMs >= this.#settings.giveUpAfterMs) this.#failures.giveUp(silentMs);
    this.#pump();
  }
}
