import type { LimitReading } from "./limit-reading.ts";
import type { Attempt } from "./attempt.ts";
import type { Deadlines } from "./deadlines.ts";
import type { Gate } from "./gate.ts";
import type { Silence } from "./outage.ts";
import type { Answer } from "./ticket.ts";
import type { UnderWay } from "./under-way.ts";

export interface SignsParts {
  readonly gate: Gate;
  readonly underWay: UnderWay;
  readonly deadlines: Deadlines;
  /** Hears that somebody is answered again. */
  readonly onAnswered: (silence: Silence, attempt: Attempt, now: number) => void;
}

/** What replies tell, from their first sign to their end, handed to everything that learns from it. */
export class Signs {
  readonly #parts: SignsParts;

  constructor(parts: SignsParts) {
    this.#parts = parts;
  }

  /** The head of a reply has come. */
  head(attempt: Attempt, limits: readonly LimitReading[], now: number): void {
    this.read(attempt, limits, now);
    this.#parts.gate.admission.heard(limits);
    this.begin(attempt, now);
  }

  /** A piece of a reply has come. Gives whether it is the first sign of it. */
  piece(attempt: Attempt, tokens: number, now: number): boolean {
    attempt.progress(tokens, now);
    this.#parts.underWay.sign(attempt, tokens > 0, now);
    if (tokens <= 0 || attempt.begun) return false;
    this.begin(attempt, now);
    return true;
  }

  /** A reply has come to its end. */
  end(attempt: Attempt, { limits, usage }: Omit<Answer, "deliver">, now: number): void {
    const { gate, deadlines } = this.#parts;
    const { ticket, full, send } = attempt;
    this.read(attempt, limits, now);
    if (!attempt.read) gate.admission.heard(limits);
    this.begin(attempt, now);
    this.answer(attempt, false, now);
    if (ticket.isPing) return;
    gate.slowDown.ended(false, now);
    if (usage !== null) gate.admission.learnUsage(ticket.cost, usage);
    gate.admission.recount(send);
    if (attempt.aborted) return;
    attempt.teach(deadlines, now);
    const milliseconds = now - send.at;
    const units = Math.max(1, attempt.tokens || usage?.outputTokens || ticket.cost.inputTokens);
    gate.ceiling.learn({ sentAt: send.at, milliseconds, msPerUnit: milliseconds / units, full }, now);
  }

  /** Takes in what an attempt was told of the limits, once. */
  read(attempt: Attempt, limits: readonly LimitReading[], now: number): void {
    if (attempt.read || limits.length === 0) return;
    attempt.read = true;
    const { admission } = this.#parts.gate;
    admission.read(attempt.send, limits, now);
    admission.recount(attempt.send);
  }

  /** The first sign that a call was let in. */
  begin(attempt: Attempt, now: number): void {
    if (attempt.begun) return;
    attempt.begun = true;
    this.#parts.gate.begun(attempt);
    this.answer(attempt, true, now);
  }

  /** Somebody was answered: if nobody was before, it goes on for all. */
  answer(attempt: Attempt, beginning: boolean, now: number): void {
    const silence = this.#parts.gate.outage.answer(attempt.send.at, beginning);
    if (silence !== null) this.#parts.onAnswered(silence, attempt, now);
  }
}
