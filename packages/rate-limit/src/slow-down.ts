/** A provider that says so often, and of such a share of the calls, means it. */
const OFTEN = 3;
const SHARE = 0.05;
const SPAN_MS = 10_000;
const SETTLING_MS = 2_000;
const RECOVERY_PER_SECOND = 1.15;
const LEAST_PER_SECOND = 0.1;

/** Sends more slowly for a while where the provider asks for a lower rate again and again, whatever its limits say. */
export class SlowDown {
  #ends: { readonly at: number; readonly overloaded: boolean }[] = [];
  /** Calls a millisecond, null where nothing slows down. */
  #rate: number | null = null;
  /** The rate at which it began: twice that is as if nothing had been. */
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

  /** An attempt ended. */
  ended(overloaded: boolean, now: number): void {
    this.#ends.push({ at: now, overloaded });
    if (this.#ends.length > 4_096 || (this.#ends[0]?.at ?? now) < now - 2 * SPAN_MS) this.#forget(now);
    if (overloaded) this.#consider(now);
  }

  #consider(now: number): void {
    this.#forget(now);
    const rate = this.#rateAt(now);
    // What was answered before the last change, and soon after it, says nothing of it.
    const after = rate === null ? -Infinity : this.#changedAt + SETTLING_MS;
    const recent = this.#ends.filter(({ at }) => at > after);
    const overloaded = recent.filter((end) => end.overloaded).length;
    if (overloaded < OFTEN || overloaded < SHARE * recent.length) return;
    if (rate === null) this.#from = this.#ends.length / SPAN_MS;
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
    this.#ends = this.#ends.filter(({ at }) => at >= now - SPAN_MS).slice(-2_048);
  }
}
