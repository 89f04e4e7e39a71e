import type { Ceiling, RepliedCall } from "./ceiling.ts";

const START = 4;
const DECREASE = 0.7;
/** A step up must bring at least this share of what it would if the server had room for it. */
const WORTH = 0.3;
/** So many rounds a ceiling that was not worth raising stays, before it is tried again. */
const REST_ROUNDS = 8;
const LEAST_REPLIES = 8;

/**
 * Finds the ceiling where nothing tells it: doubles it as long as that brings more, then climbs in small steps, goes a
 * step back where a step brought nothing (a server that merely queues gives no more for more calls), and falls by a
 * share where the server complains (additive increase, multiplicative decrease; Chiu and Jain, 1989). What comes of a
 * ceiling is measured by Little's law: calls at once / time for each unit of work.
 */
export class ClimbingCeiling implements Ceiling {
  readonly #cap: number;
  readonly #longest: number;
  #current: number;
  #doubling = true;
  #before: { readonly ceiling: number; readonly yield: number } | null = null;
  #round = { from: 0, replies: 0, msPerUnit: 0, milliseconds: 0 };
  #rest = 0;
  #fellAt = -Infinity;

  /** @param longest milliseconds that no reply should take, even if the server merely queued. */
  constructor(cap: number, longest: number, now: number) {
    this.#cap = cap;
    this.#longest = longest;
    this.#current = Math.min(START, cap);
    this.#round.from = now;
  }

  get current(): number {
    return this.#current;
  }

  learn({ sentAt, msPerUnit, milliseconds, full }: RepliedCall, now: number): void {
    if (!full || sentAt < this.#round.from) return;
    this.#round.replies += 1;
    this.#round.msPerUnit += msPerUnit;
    this.#round.milliseconds += milliseconds;
    if (this.#round.replies >= Math.max(LEAST_REPLIES, this.#current)) this.#endRound(now);
  }

  congested(now: number): void {
    // One complaint a round: those of the calls that were under way say nothing of the new ceiling.
    if (this.#fellAt >= this.#round.from && this.#round.replies === 0) return;
    this.#fellAt = now;
    this.#doubling = false;
    this.#before = null;
    this.#move(Math.max(1, Math.floor(this.#current * DECREASE)), now);
  }

  #endRound(now: number): void {
    const { replies, msPerUnit, milliseconds } = this.#round;
    const gained = (this.#current * replies) / Math.max(msPerUnit, 1e-9);
    const before = this.#before;
    this.#round = { from: now, replies: 0, msPerUnit: 0, milliseconds: 0 };
    if (this.#rest > 0) {
      this.#rest -= 1;
      return;
    }
    if (before !== null && gained < before.yield * (1 + WORTH * (this.#current / before.ceiling - 1))) {
      this.#doubling = false;
      this.#rest = REST_ROUNDS;
      this.#before = null;
      return this.#move(before.ceiling, now);
    }
    const next = this.#doubling ? 2 * this.#current : this.#current + Math.max(1, Math.floor(this.#current / 8));
    if (((milliseconds / replies) * next) / this.#current > this.#longest) return;
    this.#before = { ceiling: this.#current, yield: gained };
    this.#move(next, now);
  }

  #move(ceiling: number, now: number): void {
    this.#current = Math.min(this.#cap, ceiling);
    this.#round = { from: now, replies: 0, msPerUnit: 0, milliseconds: 0 };
  }
}
