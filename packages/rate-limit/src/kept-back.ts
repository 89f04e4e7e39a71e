/** Less than this share of a limit is not kept back on purpose. */
const LEAST_SHARE = 0.05;
/** So long a guess holds, before it is given up bit by bit. */
const GUESS_MS = 60_000;

/**
 * What a provider keeps back of a limit: it refuses calls although its own numbers say that so much is left. Each method
 * gives whether that has changed.
 */
export class KeptBack {
  #amount = 0;
  /** Whether the provider's own figures show it. */
  #sure = false;
  #suspected: number | null = null;
  #since = 0;

  get amount(): number {
    return this.#amount;
  }

  /** A refusal told for how much there was room, and that more was left. */
  show(reported: number, room: number, limit: number, now: number): boolean {
    if (reported - room - this.#amount <= LEAST_SHARE * limit) return false;
    return this.#set(Math.min(reported - Math.max(0, room), limit), true, now);
  }

  /** A refusal looks as if so much were kept back. One may be an accident; two that mean about the same are none. */
  suspect(amount: number, tolerance: number, limit: number, now: number): boolean {
    const confirmed = this.#suspected !== null && Math.abs(amount - this.#suspected) <= tolerance;
    this.#suspected = amount;
    return confirmed && amount > this.#amount ? this.#set(Math.min(amount, limit), false, now) : false;
  }

  /** A call was refused for which nothing that is kept back can be the reason. */
  doubt(now: number): boolean {
    this.#suspected = null;
    return this.#sure ? false : this.#set(0, false, now);
  }

  /** A guess is given up bit by bit, as long as nothing is refused. */
  forget(limit: number, now: number): boolean {
    if (this.#amount === 0 || this.#sure || now - this.#since < GUESS_MS) return false;
    return this.#set(this.#amount - LEAST_SHARE * limit, false, now);
  }

  /** The limit has changed by a factor. */
  scale(factor: number): void {
    this.#amount *= factor;
  }

  #set(amount: number, sure: boolean, now: number): boolean {
    this.#amount = Math.max(0, amount);
    this.#sure = sure;
    this.#since = now;
    return true;
  }
}
