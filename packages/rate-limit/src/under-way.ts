import type { CallCost } from "./call-cost.ts";
import type { CallError } from "./call-error.ts";
import type { Attempt } from "./attempt.ts";
import type { Deadlines, Usual } from "./deadlines.ts";

const SWEEP_MS = 1_000;
/** So many calls at most are the last few. */
const FEW = 3;
/** Calls that were sent so close together may be served in any order. */
const REORDERING_MS = 1_000;

export interface Cut {
  readonly attempt: Attempt;
  readonly reason: CallError;
  readonly slow: boolean;
}

/** How things stand when the attempts are looked at. */
export interface Sweep {
  /** Hardly anything waits, and nothing more will come. */
  readonly alone: boolean;
  /** The server may let calls wait for their turn: it tells no limits. */
  readonly mayQueue: boolean;
  /** How many tokens a reply of such a cost will have, as far as is known. */
  readonly expected: (cost: CallCost) => number;
}

/** The attempts under way. Each is looked at once a second: what a piece of a reply costs is one number. */
export class UnderWay {
  readonly #attempts = new Set<Attempt>();
  readonly #deadlines: Deadlines;
  /** When the youngest call was sent whose reply has begun. */
  #latestServed = -Infinity;
  /** When anything of any reply last came. */
  lastSignAt = -Infinity;
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

  has(attempt: Attempt): boolean {
    return this.#attempts.has(attempt);
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
    this.lastSignAt = now;
    if (ofText) this.#latestServed = Math.max(this.#latestServed, attempt.send.at);
  }

  /** The attempts that are to be cut now. */
  sweep({ alone, mayQueue, expected }: Sweep, now: number): readonly Cut[] {
    if (now < this.#nextSweep) return [];
    this.#nextSweep = now + SWEEP_MS;
    if (this.#deadlines.none) return [];
    const amongTheLast = this.#attempts.size <= FEW;
    const usual = alone ? this.#usual(now) : null;
    const cuts: Cut[] = [];
    for (const attempt of this.#attempts) {
      if (attempt.aborted) continue;
      const overdue = attempt.overdue(this.#deadlines, now);
      const { cut, cost } = attempt.ticket;
      const slow = usual === null || cut ? null : attempt.slow(usual, expected(cost), amongTheLast, now);
      const queued = (mayQueue || !this.#deadlines.learnt) && this.#perhapsQueued(attempt, now);
      if (overdue !== null && !queued) cuts.push({ attempt, reason: overdue, slow: false });
      else if (slow !== null) {
        this.#deadlines.learnPace(attempt.currentPace(now) ?? 0);
        cuts.push({ attempt, reason: slow, slow: true });
      }
    }
    return cuts;
  }

  #usual(now: number): Usual | null {
    const paces = [...this.#attempts].map((attempt) => attempt.currentPace(now));
    return this.#deadlines.usual(paces.filter((pace) => pace !== null));
  }

  /**
   * A small server answers a few at a time, in their order: as long as it is at work and nobody who came later was
   * served, a call that has not begun may wait for its turn.
   */
  #perhapsQueued(attempt: Attempt, now: number): boolean {
    const { send, firstTokenAt, ticket } = attempt;
    if (firstTokenAt !== null || now - send.at >= this.#deadlines.whole) return false;
    return (
      this.#latestServed <= send.at + REORDERING_MS && now - this.lastSignAt < this.#deadlines.first(ticket.cost, 0)
    );
  }
}
