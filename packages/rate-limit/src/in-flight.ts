import type { Admission } from "./admission.ts";
import type { Attempt } from "./attempt.ts";
import type { CallError } from "./call-error.ts";
import { Deadlines, type Usual } from "./deadlines.ts";

const SWEEP_MS = 1_000;
/** At most this many calls are the last few. */
const FEW = 3;
/** Calls that were sent within this time may be served in any order. */
const REORDERING_MS = 1_000;

/** An attempt to cut short. */
export interface Cut {
  readonly attempt: Attempt;
  readonly reason: CallError;
  readonly forPace: boolean;
}

/** The attempts in flight. Each is checked once a second, so that a piece of a reply costs little. */
export class InFlight {
  readonly #attempts = new Set<Attempt>();
  readonly #deadlines: Deadlines;
  /** When the latest call was sent whose reply has begun. */
  #latestServed = -Infinity;
  /** When any part of any reply last arrived. */
  lastSignAt = -Infinity;
  #nextSweep = Infinity;

  /** @param timeoutMs the most time for one attempt; Infinity: no attempt is cut short. */
  constructor(timeoutMs: number) {
    this.#deadlines = new Deadlines(timeoutMs);
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

  /** Gives whether it was in flight. */
  remove(attempt: Attempt): boolean {
    return this.#attempts.delete(attempt);
  }

  /** A part of a reply arrived; `ofText`: more than its head. */
  signed(attempt: Attempt, ofText: boolean, now: number): void {
    this.lastSignAt = now;
    if (ofText) this.#latestServed = Math.max(this.#latestServed, attempt.send.at);
  }

  /** Learns the usual times from a complete reply. */
  learn(attempt: Attempt, now: number): void {
    this.#deadlines.learn(attempt.timing(now));
  }

  /**
   * The attempts to cut short now.
   * @param draining whether hardly any call waits, and no more will come: then slow replies are cut as well.
   */
  sweep(draining: boolean, { known, charges }: Admission, now: number): readonly Cut[] {
    if (now < this.#nextSweep) return [];
    this.#nextSweep = now + SWEEP_MS;
    if (this.#deadlines.none) return [];
    const amongTheLast = this.#attempts.size <= FEW;
    const usual = draining ? this.#usual(now) : null;
    const cuts: Cut[] = [];
    for (const attempt of this.#attempts) {
      if (attempt.aborted) continue;
      const overdue = attempt.overdue(this.#deadlines, now);
      const { cut, tokens } = attempt.call;
      const slow =
        usual === null || cut ? null : attempt.slow(usual, charges.expectedOutput(tokens), amongTheLast, now);
      // A server that reports no limits may queue calls.
      const queued = (!known || !this.#deadlines.learnt) && this.#perhapsQueued(attempt, now);
      if (overdue !== null && !queued) cuts.push({ attempt, reason: overdue, forPace: false });
      else if (slow !== null) {
        this.#deadlines.learnPace(attempt.currentPace(now) ?? 0);
        cuts.push({ attempt, reason: slow, forPace: true });
      }
    }
    return cuts;
  }

  #usual(now: number): Usual | null {
    const paces = [...this.#attempts].map((attempt) => attempt.currentPace(now));
    return this.#deadlines.usual(paces.filter((pace) => pace !== null));
  }

  /**
   * A small server answers a few calls at a time, in their order. While it sends replies and no later call was served, a
   * call without a reply may wait in its queue.
   */
  #perhapsQueued(attempt: Attempt, now: number): boolean {
    const { send, firstTokenAt, call } = attempt;
    if (firstTokenAt !== null || now - send.at >= this.#deadlines.whole) return false;
    return (
      this.#latestServed <= send.at + REORDERING_MS && now - this.lastSignAt < this.#deadlines.first(call.tokens, 0)
    );
  }
}
