import type { Lane } from "../ports/index.ts";
import { DollarSum } from "./dollar-sum.ts";
import type { RunEvent } from "./events.ts";

/** Sums of dollars are off by less than this part of the budget: ten calls of 0.10 fit into 1.00. */
const ROUNDING = 1e-9;
/** Replies of a lane from which on its costs are judged by what was measured. */
const ENOUGH_REPLIES = 5;

/** What a call that is to be admitted may cost. */
export interface CallPrice {
  readonly lane: Lane;
  /** US dollars. Null where that has no bound, as without a price: it never fits into a budget. */
  readonly mostUsd: number | null;
}

/** The room of one call, from its admission until it is settled. */
export interface Reservation {
  /** Counts an attempt without reported usage: US dollars at most, null where that has no bound. The call goes on. */
  add(upToUsd: number | null): void;
  /** Whether an attempt fits now, beside what is in flight. If not, the call is to be settled and to ask again. */
  fits(): boolean;
  /**
   * The call is over; a second time counts the dollars alone, as of an attempt that was given up and answered after all.
   *
   * @param costUsd US dollars that it cost; 0 where it was refused, null where nothing is known of it.
   * @param upToUsd what it may have cost beside, at most; null where nothing is open.
   */
  settle(costUsd: number | null, upToUsd: number | null): void;
}

interface Waiting {
  readonly call: CallPrice;
  readonly resolve: (reservation: Reservation | null) => void;
  readonly signal: AbortSignal | undefined;
  readonly withdraw: () => void;
}

/**
 * What a run may spend, shared by its lanes. A call is admitted when what was spent, what attempts without reported usage
 * may have cost at most, and what is reserved for the calls in flight leave room for it; in the order in which they ask,
 * so that small calls do not starve a large one. While something is in flight, a call that does not fit waits: it may come
 * out cheaper. Once something was spent that has no upper bound, nothing fits any more that costs anything.
 *
 * Reserved for a call is the most that it may cost, until five calls of its lane were answered; from then on the part
 * of it that those took together (actual / most), for the calls in flight, too: a reply is seldom as long as it may be,
 * and few calls would fit at once. So the budget is passed only where calls cost more than that, and by no more than
 * what was in flight at the last admission cost: up to it, all that was spent was within the budget.
 */
export class Budget {
  /** US dollars; null: any. */
  readonly maxUsd: number | null;
  readonly #shares: Readonly<Record<Lane, LaneShare>> = { extraction: new LaneShare(), embedding: new LaneShare() };
  #waiting: readonly Waiting[] = [];
  readonly #spent = new DollarSum();
  readonly #unknown = new DollarSum();
  #reached = false;

  constructor(maxUsd: number | null) {
    this.maxUsd = maxUsd;
  }

  /** Whether a call was refused for want of room. */
  get reached(): boolean {
    return this.#reached;
  }

  /** What is known to be spent. */
  get spentUsd(): number {
    return this.#spent.known;
  }

  /** What was spent at most: that, and what attempts without reported usage may have cost. */
  get boundUsd(): number {
    const [spent, unknown] = [this.#spent.value, this.#unknown.value];
    return spent === null || unknown === null ? Number.POSITIVE_INFINITY : spent + unknown;
  }

  /**
   * Counts what was spent outside of calls that were admitted, as to make sure of a model, and what may have been spent
   * beside at most. Null: it has no bound.
   */
  spend(costUsd: number | null, upToUsd: number | null): void {
    this.#spent.add(costUsd);
    this.#unknown.add(upToUsd);
  }

  /** What to tell where this call was refused; null where there is no budget. */
  reachedBy({ lane, mostUsd }: CallPrice): Extract<RunEvent, { readonly event: "budget.reached" }> | null {
    if (this.maxUsd === null) return null;
    const isBounded = mostUsd !== null && Number.isFinite(this.boundUsd);
    return { event: "budget.reached", lane, maxUsd: this.maxUsd, spentUsd: this.spentUsd, isBounded };
  }

  /**
   * Null: it does not fit, and nothing is in flight that could make room; or the signal is aborted. What costs nothing
   * always fits.
   */
  admit(call: CallPrice, signal?: AbortSignal): Promise<Reservation | null> {
    if (signal?.aborted === true) return Promise.resolve(null);
    if (call.mostUsd === 0 || this.maxUsd === null) return Promise.resolve(this.#reserve(call));
    return new Promise((resolve) => {
      const waiting: Waiting = { call, resolve, signal, withdraw: () => this.#withdraw(waiting) };
      signal?.addEventListener("abort", waiting.withdraw, { once: true });
      this.#waiting = [...this.#waiting, waiting];
      this.#answer();
    });
  }

  #withdraw(waiting: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.resolve(null);
    this.#answer();
  }

  /** Answers those who wait, the first first, as far as it is certain what to answer. */
  #answer(): void {
    let answered = 0;
    for (const { call, resolve, signal, withdraw } of this.#waiting) {
      const room = this.#fits(call) ? this.#reserve(call) : null;
      if (room === null && call.mostUsd !== null && this.#isInFlight()) break;
      if (room === null) this.#reached = true;
      answered += 1;
      signal?.removeEventListener("abort", withdraw);
      resolve(room);
    }
    if (answered > 0) this.#waiting = this.#waiting.slice(answered);
  }

  #fits({ lane, mostUsd }: CallPrice): boolean {
    return mostUsd !== null && this.#leavesRoom(this.#shares[lane].likely(mostUsd));
  }

  #leavesRoom(usd: number): boolean {
    const { extraction, embedding } = this.#shares;
    const taken = this.boundUsd + extraction.reservedUsd + embedding.reservedUsd;
    return this.maxUsd === null || taken + usd <= this.maxUsd * (1 + ROUNDING);
  }

  #isInFlight(): boolean {
    return this.#shares.extraction.inFlight + this.#shares.embedding.inFlight > 0;
  }

  #reserve(call: CallPrice): Reservation {
    const share = this.#shares[call.lane];
    const mostUsd = call.mostUsd ?? 0;
    let settled = false;
    share.enter(mostUsd);
    return {
      add: (upToUsd) => this.spend(0, upToUsd),
      // Its own reservation is among what is reserved.
      fits: () => mostUsd === 0 || this.#leavesRoom(0),
      settle: (costUsd, upToUsd) => {
        this.spend(costUsd ?? 0, upToUsd ?? 0);
        if (settled) return;
        settled = true;
        share.leave(mostUsd, costUsd);
        this.#answer();
      },
    };
  }
}

/** The calls of one lane: those in flight, and what the answered ones cost beside what they might have cost. */
class LaneShare {
  inFlight = 0;
  #mostInFlightUsd = 0;
  #replies = 0;
  #costUsd = 0;
  #mostUsd = 0;

  get reservedUsd(): number {
    return this.likely(this.#mostInFlightUsd);
  }

  likely(mostUsd: number): number {
    return this.#replies < ENOUGH_REPLIES ? mostUsd : (mostUsd * this.#costUsd) / this.#mostUsd;
  }

  enter(mostUsd: number): void {
    this.inFlight += 1;
    this.#mostInFlightUsd += mostUsd;
  }

  leave(mostUsd: number, costUsd: number | null): void {
    this.inFlight -= 1;
    this.#mostInFlightUsd = this.inFlight === 0 ? 0 : this.#mostInFlightUsd - mostUsd;
    // A call that was refused costs nothing, and tells nothing of what replies cost.
    if (costUsd === null || costUsd === 0 || mostUsd === 0) return;
    this.#replies += 1;
    this.#costUsd += costUsd;
    this.#mostUsd += mostUsd;
  }
}
