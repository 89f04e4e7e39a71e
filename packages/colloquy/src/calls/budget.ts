import { byModelStage, type ModelStage } from "../ports/index.ts";
import type { CallAccount } from "./account.ts";
import type { BudgetReached } from "./call-events.ts";
import { DollarSum } from "./dollar-sum.ts";

/** Tolerance for rounding errors, as a share of the budget: ten calls of 0.10 fit into 1.00. */
const ROUNDING = 1e-9;
/** From this many replies on, reservations of a stage follow the measured costs. */
const ENOUGH_REPLIES = 5;

/** The most that a call may cost. */
export interface CallPrice {
  readonly stage: ModelStage;
  /** US dollars. Null: no bound, for example without a price. Such a call never fits into a budget. */
  readonly mostUsd: number | null;
}

/** The reserved room of one call, from its admission until it is released. The account counts the cost of its attempts. */
export interface Reservation {
  /** Whether an attempt fits now, together with the calls in flight. If not, release the room and admit the call again. */
  fits(): boolean;
  /**
   * Ends the call and frees its room. Only the first call has an effect.
   * @param costUsd Cost in US dollars; 0 if the call was refused, null if the cost is unknown.
   */
  release(costUsd: number | null): void;
}

interface WaitingAdmission {
  readonly call: CallPrice;
  readonly resolve: (reservation: Reservation | null) => void;
  readonly signal: AbortSignal | undefined;
  readonly cancel: () => void;
}

/**
 * The budget of a run, shared by its stages. A call is admitted when three amounts fit into the budget together: the most that
 * was spent so far, the reservations of the calls in flight, and its own. Calls are admitted in order, so that small calls
 * do not starve a large one. A call that does not fit waits for the calls in flight, which may cost less than reserved. After
 * spending without an upper bound, only free calls fit.
 *
 * A reservation is the most that a call may cost, until five calls of its stage have replies. Then all reservations are
 * multiplied by the measured share (actual cost / most possible cost) of these calls, because most replies are much shorter
 * than allowed and few calls would fit at once. Thus the budget is exceeded only if calls cost more than this share, and at
 * most by the cost of the calls in flight at the last admission.
 */
export class Budget {
  /** US dollars; null: no budget. */
  readonly maxCostUsd: number | null;
  readonly #shares: Readonly<Record<ModelStage, StageShare>> = byModelStage(() => new StageShare());
  readonly #account: CallAccount;
  #waiting: readonly WaitingAdmission[] = [];
  #reached = false;

  /** @param account Counts the spending of the run. */
  constructor(maxCostUsd: number | null, account: CallAccount) {
    this.maxCostUsd = maxCostUsd;
    this.#account = account;
  }

  /** Whether a call was refused because it did not fit. */
  get reached(): boolean {
    return this.#reached;
  }

  /** Lower bound of the spending in US dollars. */
  get spentUsd(): number {
    return this.#account.costs.costAtLeastUsd;
  }

  /** Upper bound of the spending in US dollars; Infinity without a bound. */
  get boundUsd(): number {
    return this.#account.costs.costAtMostUsd ?? Number.POSITIVE_INFINITY;
  }

  /** The event for a refused call; null without a budget. */
  reachedBy({ stage, mostUsd }: CallPrice): BudgetReached | null {
    if (this.maxCostUsd === null) return null;
    const isBounded = mostUsd !== null && Number.isFinite(this.boundUsd);
    return { event: "budget.reached", stage, maxCostUsd: this.maxCostUsd, spentUsd: this.spentUsd, isBounded };
  }

  /** Whether a call fits now, together with the calls in flight. It reserves nothing. A free call always fits. */
  hasRoomFor(call: CallPrice): boolean {
    return call.mostUsd === 0 || this.maxCostUsd === null || this.#fits(call);
  }

  /**
   * Waits until the call fits. Null: it does not fit and no call in flight can free room, or the signal is aborted. A free
   * call always fits.
   */
  admit(call: CallPrice, signal?: AbortSignal): Promise<Reservation | null> {
    if (signal?.aborted === true) return Promise.resolve(null);
    if (call.mostUsd === 0 || this.maxCostUsd === null) return Promise.resolve(this.#reserve(call));
    return new Promise((resolve) => {
      const waiting: WaitingAdmission = { call, resolve, signal, cancel: () => this.#cancel(waiting) };
      signal?.addEventListener("abort", waiting.cancel, { once: true });
      this.#waiting = [...this.#waiting, waiting];
      this.#resolveWaiting();
    });
  }

  #cancel(waiting: WaitingAdmission): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.resolve(null);
    this.#resolveWaiting();
  }

  /** Resolves waiting calls in order: admitted, or refused when no call in flight can free room. */
  #resolveWaiting(): void {
    let resolved = 0;
    for (const { call, resolve, signal, cancel } of this.#waiting) {
      const room = this.#fits(call) ? this.#reserve(call) : null;
      if (room === null && call.mostUsd !== null && this.#isInFlight()) break;
      if (room === null) this.#reached = true;
      resolved += 1;
      signal?.removeEventListener("abort", cancel);
      resolve(room);
    }
    if (resolved > 0) this.#waiting = this.#waiting.slice(resolved);
  }

  #fits({ stage, mostUsd }: CallPrice): boolean {
    return mostUsd !== null && this.#leavesRoom(this.#shares[stage].likely(mostUsd));
  }

  #leavesRoom(usd: number): boolean {
    const taken = Object.values(this.#shares).reduce((sum, { reservedUsd }) => sum + reservedUsd, this.boundUsd);
    return this.maxCostUsd === null || taken + usd <= this.maxCostUsd * (1 + ROUNDING);
  }

  #isInFlight(): boolean {
    return Object.values(this.#shares).some(({ inFlight }) => inFlight > 0);
  }

  #reserve(call: CallPrice): Reservation {
    const share = this.#shares[call.stage];
    const mostUsd = call.mostUsd ?? 0;
    let released = false;
    share.enter(mostUsd);
    return {
      // The reserved amount already includes this call.
      fits: () => mostUsd === 0 || this.#leavesRoom(0),
      release: (costUsd) => {
        if (released) return;
        released = true;
        share.leave(mostUsd, costUsd);
        this.#resolveWaiting();
      },
    };
  }
}

/** The calls of one stage: the calls in flight, and the actual and the possible cost of calls with a reply. */
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
    // A refused call has no reply, so its cost of 0 is not a measurement.
    if (costUsd === null || costUsd === 0 || mostUsd === 0) return;
    this.#replies += 1;
    this.#cost.add(costUsd);
    this.#most.add(mostUsd);
  }
}
