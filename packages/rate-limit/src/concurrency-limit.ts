/** How long a reply took, and under which conditions. */
export interface RepliedCall {
  readonly sentAt: number;
  readonly milliseconds: number;
  /** Milliseconds for each unit of its work: replies differ in length. */
  readonly msPerUnit: number;
  /** Whether the concurrency limit was reached when the call was sent. */
  readonly full: boolean;
}

/** How many calls may be in flight at once. */
export interface ConcurrencyLimit {
  readonly current: number;
  /** Takes in a reply. */
  learn(call: RepliedCall, now: number): void;
  /** Takes in a sign of overload: a 429, a timeout. */
  congested(now: number): void;
}

export function fixedLimit(current: number): ConcurrencyLimit {
  return { current, learn: () => {}, congested: () => {} };
}

const LEAST = 16;
const HEADROOM = 2;
const UNKNOWN_LATENCY_MS = 60_000;

/** Follows rate x latency where the provider's limits are known. It bounds accidents and does not bind otherwise. */
export class FollowingLimit implements ConcurrencyLimit {
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

  learn({ milliseconds }: Pick<RepliedCall, "milliseconds">): void {
    this.#latency = this.#latency === null ? milliseconds : this.#latency + 0.05 * (milliseconds - this.#latency);
  }

  congested(): void {}
}

const START = 4;
const DECREASE = 0.7;
/** A step up must gain at least this share of what it would gain on a server with free capacity. */
const WORTH = 0.3;
/** After a step that gained too little, no step is tried for this many rounds. */
const REST_ROUNDS = 8;
const LEAST_REPLIES = 8;

/**
 * Finds the limit where the provider reports none. It doubles while that raises the throughput, then climbs in small
 * steps, takes back a step that gained nothing (a server that queues serves no more for more calls), and falls by a share
 * when the server complains (additive increase, multiplicative decrease; Chiu and Jain, 1989). Throughput is measured by
 * Little's law: calls in flight / time for each unit of work. Without it, 16 % of the calls of unknown limits are refused, and
 * not 0.6 % (`bench/throughput/ablation.ts`).
 */
export class ClimbingLimit implements ConcurrencyLimit {
  readonly #cap: number;
  readonly #longest: number;
  #current: number;
  #doubling = true;
  #before: { readonly limit: number; readonly throughput: number } | null = null;
  #round = { from: 0, replies: 0, msPerUnit: 0, milliseconds: 0 };
  #rest = 0;
  #fellAt = -Infinity;

  /** @param longest the most milliseconds that a reply may take when the server queues. */
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
    // One decrease a round: complaints about calls that were in flight before it do not concern the new limit.
    if (this.#fellAt >= this.#round.from && this.#round.replies === 0) return;
    this.#fellAt = now;
    this.#doubling = false;
    this.#before = null;
    this.#move(Math.max(1, Math.floor(this.#current * DECREASE)), now);
  }

  #endRound(now: number): void {
    const { replies, msPerUnit, milliseconds } = this.#round;
    const throughput = (this.#current * replies) / Math.max(msPerUnit, 1e-9);
    const before = this.#before;
    this.#round = { from: now, replies: 0, msPerUnit: 0, milliseconds: 0 };
    if (this.#rest > 0) {
      this.#rest -= 1;
      return;
    }
    if (before !== null && throughput < before.throughput * (1 + WORTH * (this.#current / before.limit - 1))) {
      this.#doubling = false;
      this.#rest = REST_ROUNDS;
      this.#before = null;
      return this.#move(before.limit, now);
    }
    const next = this.#doubling ? 2 * this.#current : this.#current + Math.max(1, Math.floor(this.#current / 8));
    if (((milliseconds / replies) * next) / this.#current > this.#longest) return;
    this.#before = { limit: this.#current, throughput };
    this.#move(next, now);
  }

  #move(limit: number, now: number): void {
    this.#current = Math.min(this.#cap, limit);
    this.#round = { from: now, replies: 0, msPerUnit: 0, milliseconds: 0 };
  }
}
