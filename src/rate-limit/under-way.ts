import type { CallError } from "../ports/index.ts";
import type { Attempt } from "./attempt.ts";
import type { Deadlines } from "./deadlines.ts";

const SWEEP_MS = 1_000;

export interface Cut {
  readonly attempt: Attempt;
  readonly reason: CallError;
  readonly slow: boolean;
}

/** The attempts under way. Each is looked at once a second: what a piece of a reply costs is one number. */
export class UnderWay {
  readonly #attempts = new Set<Attempt>();
  readonly #deadlines: Deadlines;
  /** The youngest send whose reply has begun, and when anything last came. */
  #latestServed = -1;
  #lastSignAt = -Infinity;
  #nextSweep = Infinity;

  constructor(deadlines: Deadlines) {
    this.#deadlines = deadlines;
  }

  get size(): number {
    return this.#attempts.size;
  }

  get nextSweep(): number {
    return this.#attempts.size === 0 ? Infinity : this.#nextSweep;
  }

  [Symbol.iterator](): IterableIterator<Attempt> {
    return this.#attempts.values();
  }

  add(attempt: Attempt, now: number): void {
    if (this.#attempts.size === 0) this.#nextSweep = now + SWEEP_MS;
    this.#attempts.add(attempt);
  }

  /** Gives whether it was there. */
  remove(attempt: Attempt): boolean {
    return this.#attempts.delete(attempt);
  }

  /** Something of a reply came; `ofText`: more than its head. */
  sign(attempt: Attempt, ofText: boolean, now: number): void {
    this.#lastSignAt = now;
    if (ofText) this.#latestServed = Math.max(this.#latestServed, attempt.send.number);
  }

  /** The attempts that are to be cut now. `alone`: nothing waits, and nothing more will come. */
  sweep(alone: boolean, now: number): readonly Cut[] {
    if (now < this.#nextSweep) return [];
    this.#nextSweep = now + SWEEP_MS;
    const cuts: Cut[] = [];
    for (const attempt of this.#attempts) {
      if (attempt.aborted) continue;
      const overdue = attempt.overdue(this.#deadlines, now);
      const slow = alone && !attempt.ticket.cut ? attempt.slow(this.#deadlines.usualPace, now) : null;
      if (overdue !== null && !this.#perhapsQueued(attempt, now)) cuts.push({ attempt, reason: overdue, slow: false });
      else if (slow !== null) cuts.push({ attempt, reason: slow, slow: true });
    }
    return cuts;
  }

  /**
   * A small server answers a few at a time, in their order: as long as it is at work and nobody who came later was
   * served, a call that has not begun may wait for its turn. Once it is known how long replies take to begin, that is
   * in the figures.
   */
  #perhapsQueued(attempt: Attempt, now: number): boolean {
    const { send, firstTokenAt, ticket } = attempt;
    if (this.#deadlines.learnt || firstTokenAt !== null || now - send.at >= this.#deadlines.whole) return false;
    return this.#latestServed < send.number && now - this.#lastSignAt < this.#deadlines.first(ticket.cost, 0);
  }
}
