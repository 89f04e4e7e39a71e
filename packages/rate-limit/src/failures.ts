import type { Attempt } from "./attempt.ts";
import { CallError, FATAL_KINDS } from "./call-error.ts";
import type { Gate } from "./gate.ts";
import type { InFlight } from "./in-flight.ts";
import type { Settings } from "./options.ts";
import type { SilentPeriod } from "./outage.ts";
import type { PendingCall } from "./pending-call.ts";
import type { ReplyObserver } from "./reply-observer.ts";
import { retryDelay } from "./retry-delay.ts";
import type { WaitingCalls } from "./waiting-calls.ts";

/** While the provider answers no call, a failing call gets at least this time: its failures may be an outage. */
const LEAST_PATIENCE_MS = 90_000;
const AT_WORK_MS = 10_000;
const OF_THE_CALL: ReadonlySet<string> = new Set(["invalid", "too-large"]);

export interface FailuresParts {
  readonly settings: Settings;
  readonly gate: Gate;
  readonly observer: ReplyObserver;
  readonly waiting: WaitingCalls;
  readonly inFlight: InFlight;
}

/** Decides what happens to a call after a failed attempt: another attempt, or the end. */
export class Failures {
  readonly #parts: FailuresParts;
  /** Calls that were moved behind the others. */
  #movedBack = 0;

  constructor(parts: FailuresParts) {
    this.#parts = parts;
  }

  fail(attempt: Attempt, error: unknown, now: number): void {
    const { gate, waiting } = this.#parts;
    const { call } = attempt;
    gate.failed(attempt);
    const isOurs = CallError.isInstance(error);
    if (isOurs && FATAL_KINDS.has(error.kind)) {
      call.reject(error);
      waiting.close(error);
    } else if (isOurs && OF_THE_CALL.has(error.kind)) this.#rejectOne(attempt, error, now);
    else if (isOurs && waiting.closed !== null) call.reject(waiting.closed);
    else if (isOurs && error.kind === "rate-limited") this.#pause(attempt, error, now);
    else if (call.isPing) this.#missAnswer(attempt, isOurs ? error : unexpected(error), now);
    else if (isOurs) this.#tryAgain(attempt, error, now);
    else call.reject(error);
  }

  /** The provider answers again. If a ping shows that it answered all the time, the failures are those of the calls. */
  resume(silence: SilentPeriod, { call }: Attempt, now: number): void {
    const { settings, waiting } = this.#parts;
    const suspended = waiting.takeSuspended();
    if (silence.certain) {
      settings.onEvent({ event: "provider.answers", milliseconds: now - silence.since });
      waiting.release(Infinity);
    }
    for (const one of suspended)
      if (call.isPing && !silence.certain) this.#countFailure(one, now);
      else waiting.push(one);
  }

  /** The provider was silent for too long. If the server failed at every call often enough, only these calls fail. */
  giveUp(silentMs: number): void {
    const { settings, waiting, gate } = this.#parts;
    const calls = waiting.takeAll();
    const failed = (call: PendingCall): boolean =>
      call.failures >= settings.attempts && call.lastError?.kind === "server";
    if (!gate.probesWithPing && calls.every(failed)) {
      for (const call of calls) call.reject(call.lastError);
      gate.outage.end();
      return;
    }
    const cause = calls.find((call) => call.lastError !== null)?.lastError ?? null;
    const why = cause === null ? "" : `: ${cause.message}`;
    const error = new CallError("unanswered", `The provider answered no call for ${duration(silentMs)}${why}`, {
      cause,
    });
    for (const call of calls) call.reject(error);
    waiting.close(error);
  }

  #rejectOne(attempt: Attempt, error: CallError, now: number): void {
    const { gate, observer } = this.#parts;
    observer.read(attempt, error.limits, now);
    if (error.requested !== null)
      gate.admission.charges.learnStated(error.requested.resource, attempt.call.tokens, error.requested.amount);
    observer.begin(attempt, now);
    attempt.call.reject(error);
  }

  /** A 429. */
  #pause(attempt: Attempt, error: CallError, now: number): void {
    const { settings, gate, observer, waiting } = this.#parts;
    const { call, send } = attempt;
    gate.concurrencyLimit.congested(now);
    observer.answer(attempt, true, now);
    const paused = gate.pause.refuse(gate.admission.refuse(send, error, now), now);
    if (paused !== null && error.requested === null) gate.slowStart.restart();
    if (paused !== null)
      settings.onEvent({ event: "limiter.paused", milliseconds: Math.ceil(paused), reason: error.message });
    call.isRetry = true;
    if (!call.isPing) waiting.push(call);
    const wait = gate.pause.until - now;
    if (wait > settings.giveUpAfterMs)
      waiting.close(
        new CallError(
          "unanswered",
          `The provider asks to wait ${duration(wait)} before the next call, longer than the ${duration(settings.giveUpAfterMs)} that were allowed: ${error.message}`,
          { cause: error },
        ),
      );
  }

  #tryAgain(attempt: Attempt, error: CallError, now: number): void {
    const { gate, observer, waiting } = this.#parts;
    const { call } = attempt;
    observer.read(attempt, error.limits, now);
    call.isRetry = true;
    if (attempt.cutForPace) return waiting.push(call);
    gate.overloadThrottle.ended(error.kind === "overloaded", now);
    if (error.kind === "overloaded" || error.kind === "timeout") gate.concurrencyLimit.congested(now);
    call.failures += 1;
    call.lastError = error;
    if (error.kind === "timeout") call.timeouts += 1;
    if (!this.#atWork(error, now)) this.#missAnswer(attempt, error, now);
    if (!gate.outage.active) return this.#countFailure(call, now);
    if (gate.probesWithPing) return waiting.suspend(call);
    // Behind the others, so that each call is a probe in its turn.
    call.order = Number.MAX_SAFE_INTEGER / 2 + this.#movedBack++;
    waiting.push(call);
  }

  /** Whether the server sends replies: then a timeout means that it queues calls for too long, and no outage. */
  #atWork({ kind }: CallError, now: number): boolean {
    const { gate, inFlight } = this.#parts;
    return kind === "timeout" && !gate.admission.known && now - inFlight.lastSignAt < AT_WORK_MS;
  }

  #missAnswer({ call, send }: Attempt, error: CallError, now: number): void {
    const { settings, gate } = this.#parts;
    if (gate.outage.fail(call, error.kind, send.at, now))
      settings.onEvent({ event: "provider.silent", reason: error.message });
  }

  #countFailure(call: PendingCall, now: number): void {
    const { settings, gate, waiting } = this.#parts;
    const { attempts, random, onEvent } = settings;
    const error = call.lastError as CallError;
    if (error.kind !== "overloaded" || !gate.overloadThrottle.active) call.countedFailures += 1;
    if (call.countedFailures >= attempts && gate.outage.silence(now) >= LEAST_PATIENCE_MS) return call.reject(error);
    const failures = Math.min(call.countedFailures, attempts - 1);
    const waitMs = Math.ceil(retryDelay(Math.max(1, failures), error.retryAfterMs, random));
    onEvent({ event: "call.retried", kind: error.kind, reason: error.message, attempt: call.sent + 1, waitMs });
    waiting.delay(call, now + waitMs);
  }
}

function unexpected(error: unknown): CallError {
  return new CallError("server", error instanceof Error ? error.message : String(error), { cause: error });
}

function duration(milliseconds: number): string {
  if (milliseconds < 120_000) return `${Math.round(milliseconds / 1000)} seconds`;
  if (milliseconds < 7_200_000) return `${Math.round(milliseconds / 60_000)} minutes`;
  return `${Math.round(milliseconds / 3_600_000)} hours`;
}
