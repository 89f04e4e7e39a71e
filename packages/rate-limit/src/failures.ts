import { CallError, FATAL_KINDS } from "./call-error.ts";
import type { Attempt } from "./attempt.ts";
import type { Gate } from "./gate.ts";
import type { Settings } from "./options.ts";
import type { Silence } from "./outage.ts";
import { retryDelay } from "./retry-delay.ts";
import type { Signs } from "./signs.ts";
import type { Ticket } from "./ticket.ts";
import type { UnderWay } from "./under-way.ts";
import type { WaitingCalls } from "./waiting-calls.ts";

/** A call that fails while nobody is answered is not given up before this: an outage may look like it. */
const LEAST_PATIENCE_MS = 90_000;
const AT_WORK_MS = 10_000;
const OF_THE_CALL: ReadonlySet<string> = new Set(["invalid", "too-large"]);

export interface FailuresParts {
  readonly settings: Settings;
  readonly gate: Gate;
  readonly signs: Signs;
  readonly waiting: WaitingCalls;
  readonly underWay: UnderWay;
  /** Why no call is sent any more; null where they are. */
  readonly closed: () => Error | null;
  readonly close: (reason: Error) => void;
}

/** What becomes of calls that failed. */
export class Failures {
  readonly #parts: FailuresParts;
  /** Those that were put behind the others, in their order. */
  #putBack = 0;
  rateLimited = 0;

  constructor(parts: FailuresParts) {
    this.#parts = parts;
  }

  fail({ attempt, error, now }: { readonly attempt: Attempt; readonly error: unknown; readonly now: number }): void {
    const { closed, close, gate } = this.#parts;
    const { ticket } = attempt;
    gate.failed(attempt);
    const isOurs = CallError.isInstance(error);
    if (isOurs && FATAL_KINDS.has(error.kind)) {
      ticket.reject(error);
      close(error);
    } else if (isOurs && OF_THE_CALL.has(error.kind)) this.#rejectOne(attempt, error, now);
    else if (isOurs && closed() !== null) ticket.reject(closed());
    else if (isOurs && error.kind === "rate-limited") this.#refuse(attempt, error, now);
    else if (ticket.isPing) this.#missAnswer(attempt, isOurs ? error : unexpected(error), now);
    else if (isOurs) this.#tryAgain(attempt, error, now);
    else ticket.reject(error);
  }

  /** Somebody is answered again. Where that was so all the time, as a ping shows, the calls that failed are to blame. */
  goOn(silence: Silence, { ticket }: Attempt, now: number): void {
    const { settings, waiting } = this.#parts;
    const suspended = waiting.takeSuspended();
    if (silence.certain) {
      settings.onEvent({ event: "provider.answers", milliseconds: now - silence.since });
      waiting.release(Infinity);
    }
    for (const one of suspended)
      if (ticket.isPing && !silence.certain) this.#countFailure(one, now);
      else waiting.push(one);
  }

  /** Nobody was answered for too long. A few calls that the server fails at, again and again, are to blame themselves. */
  giveUp(silentMs: number): void {
    const { settings, waiting, gate, close } = this.#parts;
    const tickets = waiting.takeAll();
    const failed = (ticket: Ticket): boolean =>
      ticket.tries >= settings.attempts && ticket.lastError?.kind === "server";
    if (!gate.pings && tickets.every(failed)) {
      for (const ticket of tickets) ticket.reject(ticket.lastError);
      gate.outage.end();
      return;
    }
    const cause = tickets.find((ticket) => ticket.lastError !== null)?.lastError ?? null;
    const why = cause === null ? "" : `: ${cause.message}`;
    const error = new CallError("unanswered", `Nobody was answered for ${duration(silentMs)}${why}`, { cause });
    for (const ticket of tickets) ticket.reject(error);
    close(error);
  }

  #rejectOne(attempt: Attempt, error: CallError, now: number): void {
    const { gate, signs } = this.#parts;
    signs.read(attempt, error.limits, now);
    if (error.requested !== null)
      gate.admission.costs.learnTold(error.requested.resource, attempt.ticket.cost, error.requested.amount);
    signs.begin(attempt, now);
    attempt.ticket.reject(error);
  }

  #refuse(attempt: Attempt, error: CallError, now: number): void {
    const { settings, gate, signs, waiting, close } = this.#parts;
    const { ticket, send } = attempt;
    this.rateLimited += 1;
    gate.ceiling.congested(now);
    signs.answer(attempt, true, now);
    const paused = gate.pause.refuse(gate.admission.refuse(send, error, now), now);
    if (paused !== null && error.requested === null) gate.rampUp.restart();
    if (paused !== null)
      settings.onEvent({ event: "limiter.paused", milliseconds: Math.ceil(paused), reason: error.message });
    ticket.again = true;
    if (!ticket.isPing) waiting.push(ticket);
    const wait = gate.pause.until - now;
    if (wait > settings.giveUpAfterMs)
      close(
        new CallError(
          "unanswered",
          `The provider asks to wait ${duration(wait)} before the next call, longer than the ${duration(settings.giveUpAfterMs)} that were allowed: ${error.message}`,
          { cause: error },
        ),
      );
  }

  #tryAgain(attempt: Attempt, error: CallError, now: number): void {
    const { gate, signs, waiting } = this.#parts;
    const { ticket } = attempt;
    signs.read(attempt, error.limits, now);
    ticket.again = true;
    if (attempt.cutForSlowness) return waiting.push(ticket);
    gate.slowDown.ended(error.kind === "overloaded", now);
    if (error.kind === "overloaded" || error.kind === "timeout") gate.ceiling.congested(now);
    ticket.tries += 1;
    ticket.lastError = error;
    if (error.kind === "timeout") ticket.timeouts += 1;
    if (!this.#atWork(error, now)) this.#missAnswer(attempt, error, now);
    if (!gate.outage.active) return this.#countFailure(ticket, now);
    if (gate.pings) return waiting.suspend(ticket);
    // Behind the others, so that each is tried in its turn.
    ticket.order = Number.MAX_SAFE_INTEGER / 2 + this.#putBack++;
    waiting.push(ticket);
  }

  /** A server that is at work, and lets calls wait for too long, is not silent. */
  #atWork({ kind }: CallError, now: number): boolean {
    const { gate, underWay } = this.#parts;
    return kind === "timeout" && !gate.admission.known && now - underWay.lastSignAt < AT_WORK_MS;
  }

  #missAnswer({ ticket, send }: Attempt, error: CallError, now: number): void {
    const { settings, gate } = this.#parts;
    if (gate.outage.fail(ticket, error.kind, send.at, now))
      settings.onEvent({ event: "provider.silent", reason: error.message });
  }

  #countFailure(ticket: Ticket, now: number): void {
    const { settings, gate, waiting } = this.#parts;
    const { attempts, random, onEvent } = settings;
    const error = ticket.lastError as CallError;
    if (error.kind !== "overloaded" || !gate.slowDown.active) ticket.failures += 1;
    if (ticket.failures >= attempts && gate.outage.silence(now) >= LEAST_PATIENCE_MS) return ticket.reject(error);
    const failures = Math.min(ticket.failures, attempts - 1);
    const waitMs = Math.ceil(retryDelay(Math.max(1, failures), error.retryAfterMs, random));
    onEvent({ event: "call.retried", kind: error.kind, reason: error.message, attempt: ticket.sent, waitMs });
    waiting.delay(ticket, now + waitMs);
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
