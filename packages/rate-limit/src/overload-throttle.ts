/** The throttle engages at this many overload errors within the window... */
const OFTEN = 3;
/** ...if they are at least this share of the calls that ended in it. */
const SHARE = 0.05;
const WINDOW_MS = 10_000;
const SETTLING_MS = 2_000;
const RECOVERY_PER_SECOND = 1.15;
const LEAST_PER_SECOND = 0.1;

/** Lowers the rate for a while when the provider repeatedly reports overload, whatever its limits say. */
export class OverloadThrottle {
  #ends: { readonly at: number; readonly overloaded: boolean }[] = [];
  /** Calls a millisecond; null while the throttle is not engaged. */
  #rate: number | null = null;
  /** The rate when it engaged. The throttle disengages when its rate has recovered to twice that. */
  #from = 0;
  #changedAt = 0;
  #lastSentAt = -Infinity;

  get active(): boolean {
    return this.#rate !== null;
  }

  /** Milliseconds until the next call may be sent. */
  waitFor(now: number): number {
    const rate = this.#rateAt(now);
    return rate === null ? 0 : Math.max(0, this.#lastSentAt + 1 / rate - now);
  }

  sent(now: number): void {
    this.#lastSentAt = now;
  }

  /** Counts an attempt that ended. */
  ended(overloaded: boolean, now: number): void {
    this.#ends.push({ at: now, overloaded });
    if (this.#ends.length > 4_096 || (this.#ends[0]?.at ?? now) < now - 2 * WINDOW_MS) this.#forget(now);
    if (overloaded) this.#consider(now);
  }

  #consider(now: number): void {
    this.#forget(now);
    const rate = this.#rateAt(now);
    // Ends before the last change of the rate, and shortly after it, do not reflect the new rate.
    const after = rate === null ? -Infinity : this.#changedAt + SETTLING_MS;
    const recent = this.#ends.filter(({ at }) => at > after);
    const overloaded = recent.filter((end) => end.overloaded).length;
    if (overloaded < OFTEN || overloaded < SHARE * recent.length) return;
    if (rate === null) this.#from = this.#ends.length / WINDOW_MS;
    this.#rate = Math.max(LEAST_PER_SECOND / 1000, (rate ?? this.#from) / 2);
    this.#changedAt = now;
  }

  #rateAt(now: number): number | null {
    if (this.#rate === null) return null;
    const rate = this.#rate * RECOVERY_PER_SECOND ** ((now - this.#changedAt) / 1000);
    if (rate <= 2 * this.#from) return rate;
    this.#rate = null;
    return null;
  }

  #forget(now: number): void {
    this.#ends = this.#ends.filter(({ at }) => at >= now - WINDOW_MS).slice(-2_048);
  }
}
