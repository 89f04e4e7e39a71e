import type { ModelStage } from "../ports/index.ts";
import type { CallAccount } from "./account.ts";
import type { BudgetReached } from "./call-events.ts";
import { DollarSum } from "./dollar-sum.ts";

/** Sums of dollars are off by less than this part of the budget: ten calls of 0.10 fit into 1.00. */
const ROUNDING = 1e-9;
/** From this many replies on, the costs of a stage are judged by what was measured. */
const ENOUGH_REPLIES = 5;

/** What a call that is to be admitted may cost. */
export interface CallPrice {
  readonly stage: ModelStage;
  /** US dollars. Null where that has no bound, as without a price: it never fits into a budget. */
  readonly mostUsd: number | null;
}

/** The room of one call, from its admission until it is settled. What its attempts cost is counted by the account. */
export interface Reservation {
  /** Whether an attempt fits now, beside what is in flight. If not, the call is to be settled and to be admitted again. */
  fits(): boolean;
  /**
   * The call is over: its room is free. A second time does nothing.
   * @param costUsd US dollars that it cost; 0 where it was refused, null where that is not known.
   */
  settle(costUsd: number | null): void;
}

interface Waiting {
  readonly call: CallPrice;
  readonly resolve: (reservation: Reservation | null) => void;
  readonly signal: AbortSignal | undefined;
  readonly withdraw: () => void;
}

/**
 * What a run may spend, shared by its stages. A call is admitted when it fits beside what the account says was spent at
 * most and what is reserved for the calls in flight. Calls are admitted in the order in which they ask, so that small
 * calls do not starve a large one. While something is in flight, a call that does not fit waits: the calls in flight may
 * cost less than is reserved. Once something was spent without an upper bound, only free calls fit.
 *
 * The reservation is the most that a call may cost, until five calls of its stage were answered. From then on it is the
 * part of it that those calls cost together (actual / most), also for the calls in flight: replies are seldom as long as
 * allowed, and few calls would fit at once. So the budget is passed only where calls cost more than that, and by no more
 * than the cost of what was in flight at the last admission.
 */
export class Budget {
  /** US dollars; null: any. */
  readonly maxUsd: number | null;
  readonly #shares: Readonly<Record<ModelStage, StageShare>> = { extract: new StageShare(), embed: new StageShare() };
  readonly #account: CallAccount;
  #waiting: readonly Waiting[] = [];
  #reached = false;

  /** @param account counts what was spent. */
  constructor(maxUsd: number | null, account: CallAccount) {
    this.maxUsd = maxUsd;
    this.#account = account;
  }

  /** Whether a call was refused for want of room. */
  get reached(): boolean {
    return this.#reached;
  }

  /** What is known to be spent. */
  get spentUsd(): number {
    return this.#account.costs.costAtLeastUsd;
  }

  /** What was spent at most: Infinity where that has no bound. */
  get boundUsd(): number {
    return this.#account.costs.costAtMostUsd ?? Number.POSITIVE_INFINITY;
  }

  /** The event for a call that was refused; null where there is no budget. */
  reachedBy({ stage, mostUsd }: CallPrice): BudgetReached | null {
    if (this.maxUsd === null) return null;
    const isBounded = mostUsd !== null && Number.isFinite(this.boundUsd);
    return { event: "budget.reached", stage, maxUsd: this.maxUsd, spentUsd: this.spentUsd, isBounded };
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

  #fits({ stage, mostUsd }: CallPrice): boolean {
    return mostUsd !== null && this.#leavesRoom(this.#shares[stage].likely(mostUsd));
  }

  #leavesRoom(usd: number): boolean {
    const { extract: extraction, embed: embedding } = this.#shares;
    const taken = this.boundUsd + extraction.reservedUsd + embedding.reservedUsd;
    return this.maxUsd === null || taken + usd <= this.maxUsd * (1 + ROUNDING);
  }

  #isInFlight(): boolean {
    return this.#shares.extract.inFlight + this.#shares.embed.inFlight > 0;
  }

  #reserve(call: CallPrice): Reservation {
    const share = this.#shares[call.stage];
    const mostUsd = call.mostUsd ?? 0;
    let settled = false;
    share.enter(mostUsd);
    return {
      // Its own reservation is among what is reserved.
      fits: () => mostUsd === 0 || this.#leavesRoom(0),
      settle: (costUsd) => {
        if (settled) return;
        settled = true;
        share.leave(mostUsd, costUsd);
        this.#answer();
      },
    };
  }
}

/** The calls of one stage: those in flight, and the cost of the answered ones beside the most that they could have cost. */
class StageShare {
  inFlight = 0;
  #mostInFlightUsd = 0;
  #replies = 0;
  readonly #cost = new DollarSum();
  readonly #most = new DollarSum();

  get reservedUsd(): number {
    return this.likely(this.#mostInFlightUsd);
  }

  likely(mostUsd: number): number {
    return this.#replies < ENOUGH_REPLIES ? mostUsd : (mostUsd * this.#cost.known) / this.#most.known;
  }

  enter(mostUsd: number): void {
    this.inFlight += 1;
    this.#mostInFlightUsd += mostUsd;
  }

  leave(mostUsd: number, costUsd: number | null): void {
    this.inFlight -= 1;
    this.#mostInFlightUsd = this.inFlight === 0 ? 0 : this.#mostInFlightUsd - mostUsd;
    // A call that was refused costs nothing, and says nothing about the cost of replies.
    if (costUsd === null || costUsd === 0 || mostUsd === 0) return;
    this.#replies += 1;
    this.#cost.add(costUsd);
    this.#most.add(mostUsd);
  }
}
