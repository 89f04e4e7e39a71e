import type { Attempt } from "./attempt.ts";
import type { Gate } from "./gate.ts";
import type { InFlight } from "./in-flight.ts";
import type { LimitReading } from "./limit-reading.ts";
import type { SilentPeriod } from "./outage.ts";
import type { ReplyReport } from "./rate-limiter.ts";

/** Passes what a reply shows, from its first sign to its end, to everything that learns from it. */
export class ReplyObserver {
  readonly #gate: Gate;
  readonly #inFlight: InFlight;
  readonly #onAnswered: (silence: SilentPeriod, attempt: Attempt, now: number) => void;

  /** @param onAnswered called with the first answer after a silence of the provider. */
  constructor(
    gate: Gate,
    inFlight: InFlight,
    onAnswered: (silence: SilentPeriod, attempt: Attempt, now: number) => void,
  ) {
    this.#gate = gate;
    this.#inFlight = inFlight;
    this.#onAnswered = onAnswered;
  }

  /** The head of a reply arrived. */
  head(attempt: Attempt, limits: readonly LimitReading[], now: number): void {
    this.read(attempt, limits, now);
    this.#gate.admission.replied(limits);
    this.begin(attempt, now);
  }

  /** A piece of a reply arrived. Gives whether it is the first sign of the reply. */
  piece(attempt: Attempt, tokens: number, now: number): boolean {
    attempt.progress(tokens, now);
    this.#inFlight.signed(attempt, tokens > 0, now);
    if (tokens <= 0 || attempt.begun) return false;
    this.begin(attempt, now);
    return true;
  }

  /** A reply is complete. */
  end(attempt: Attempt, { limits, usage }: ReplyReport, now: number): void {
    const { admission, overloadThrottle } = this.#gate;
    const { call, full, send } = attempt;
    this.read(attempt, limits, now);
    if (!attempt.read) admission.replied(limits);
    this.begin(attempt, now);
    this.answer(attempt, false, now);
    if (call.isPing) return;
    overloadThrottle.ended(false, now);
    if (usage !== null) admission.learnUsage(call.tokens, usage);
    admission.recount(send);
    if (attempt.aborted) return;
    this.#inFlight.learn(attempt, now);
    const milliseconds = now - send.at;
    const units = Math.max(1, attempt.tokens || usage?.outputTokens || call.tokens.inputTokens);
    const replied = { sentAt: send.at, milliseconds, msPerUnit: milliseconds / units, full };
    this.#gate.concurrencyLimit.learn(replied, now);
  }

  /** Takes in the limits that a reply reports, once. */
  read(attempt: Attempt, limits: readonly LimitReading[], now: number): void {
    if (attempt.read || limits.length === 0) return;
    attempt.read = true;
    this.#gate.admission.read(attempt.send, limits, now);
    this.#gate.admission.recount(attempt.send);
  }

  /** The first sign that a call was admitted. */
  begin(attempt: Attempt, now: number): void {
    if (attempt.begun) return;
    attempt.begun = true;
    this.#gate.begun(attempt);
    this.answer(attempt, true, now);
  }

  /** The provider answers: an outage is over. */
  answer(attempt: Attempt, beginning: boolean, now: number): void {
    const silence = this.#gate.outage.answer(attempt.send.at, beginning);
    if (silence !== null) this.#onAnswered(silence, attempt, now);
  }
}
