/** A smaller difference, as a share of the limit, is no reserve. */
const LEAST_SHARE = 0.05;
/** An estimate that is not certain holds for this time, and then decays. */
const ESTIMATE_MS = 60_000;

/**
 * The part of a limit that a provider never grants: it refuses calls although its headers report that much as left. Each
 * method gives whether the amount changed. Without it, a window of 10 s causes 14 to 22 429s a call (`bench/throughput/ablation.ts`).
 */
export class Reserve {
  #amount = 0;
  /** Whether the provider's own figures show it. */
  #certain = false;
  #suspected: number | null = null;
  #since = 0;

  get amount(): number {
    return this.#amount;
  }

  /** A refusal stated how much room there was, and headers reported that more was left. */
  show(reported: number, room: number, limit: number, now: number): boolean {
    if (reported - room - this.#amount <= LEAST_SHARE * limit) return false;
    return this.#set(Math.min(reported - Math.max(0, room), limit), true, now);
  }

  /** A refusal suggests this amount. One refusal may be chance; two that suggest about the same amount are not. */
  suspect(amount: number, tolerance: number, limit: number, now: number): boolean {
    const confirmed = this.#suspected !== null && Math.abs(amount - this.#suspected) <= tolerance;
    this.#suspected = amount;
    return confirmed && amount > this.#amount ? this.#set(Math.min(amount, limit), false, now) : false;
  }

  /** A call was refused that no reserve explains. */
  doubt(now: number): boolean {
    this.#suspected = null;
    return this.#certain ? false : this.#set(0, false, now);
  }

  /** Lowers an estimate step by step while nothing is refused. */
  decay(limit: number, now: number): boolean {
    if (this.#amount === 0 || this.#certain || now - this.#since < ESTIMATE_MS) return false;
    return this.#set(this.#amount - LEAST_SHARE * limit, false, now);
  }

  /** The limit changed by a factor. */
  scale(factor: number): void {
    this.#amount *= factor;
  }

  #set(amount: number, certain: boolean, now: number): boolean {
    this.#amount = Math.max(0, amount);
    this.#certain = certain;
    this.#since = now;
    return true;
  }
}
