/** How many calls may be under way at once. */
export interface Ceiling {
  readonly current: number;
  /** A reply came: how long it took for each unit of work, and whether as many calls as allowed were under way. */
  learn(
    reply: {
      readonly sentAt: number;
      readonly msPerUnit: number;
      readonly milliseconds: number;
      readonly full: boolean;
    },
    now: number,
  ): void;
  /** Too much at once, as it seems. */
  congested(now: number): void;
}

export function fixedCeiling(current: number): Ceiling {
  return { current, learn: () => {}, congested: () => {} };
}

const LEAST = 16;
const HEADROOM = 2;
const UNKNOWN_LATENCY_MS = 60_000;

/** Follows rate x latency where the limits are known: it is there for accidents, and not meant to be felt. */
export class FollowingCeiling implements Ceiling {
  readonly #cap: number;
  readonly #pace: () => { readonly burst: number; readonly rate: number } | null;
  #latency: number | null = null;

  constructor(cap: number, pace: () => { readonly burst: number; readonly rate: number } | null) {
    this.#cap = cap;
    this.#pace = pace;
  }

  get current(): number {
    const pace = this.#pace();
    if (pace === null) return this.#cap;
    const enough = pace.burst + HEADROOM * pace.rate * (this.#latency ?? UNKNOWN_LATENCY_MS);
    return Math.min(this.#cap, Math.max(LEAST, Math.ceil(enough)));
  }

  learn({ milliseconds }: { readonly milliseconds: number }): void {
    this.#latency = this.#latency === null ? milliseconds : this.#latency + 0.05 * (milliseconds - this.#latency);
  }

  congested(): void {}
}

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
  #current: number;
  #doubling = true;
  #before: { readonly ceiling: number; readonly yield: number } | null = null;
  #round = { from: 0, replies: 0, msPerUnit: 0 };
  #rest = 0;
  #fellAt = -Infinity;

  constructor(cap: number, now: number) {
    this.#cap = cap;
    this.#current = Math.min(START, cap);
    this.#round.from = now;
  }

  get current(): number {
    return this.#current;
  }

  learn(
    { sentAt, msPerUnit, full }: { readonly sentAt: number; readonly msPerUnit: number; readonly full: boolean },
    now: number,
  ): void {
    if (!full || sentAt < this.#round.from) return;
    this.#round.replies += 1;
    this.#round.msPerUnit += msPerUnit;
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
    const { replies, msPerUnit } = this.#round;
    const gained = (this.#current * replies) / Math.max(msPerUnit, 1e-9);
    const before = this.#before;
    this.#round = { from: now, replies: 0, msPerUnit: 0 };
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
    this.#before = { ceiling: this.#current, yield: gained };
    this.#move(this.#doubling ? 2 * this.#current : this.#current + Math.max(1, Math.floor(this.#current / 8)), now);
  }

  #move(ceiling: number, now: number): void {
    this.#current = Math.min(this.#cap, ceiling);
    this.#round = { from: now, replies: 0, msPerUnit: 0 };
  }
}
