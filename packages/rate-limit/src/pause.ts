import { probeDelay } from "./retry-delay.ts";

const LONGEST_GUESS_MS = 10_000;

/** The time in which nothing is sent because the provider refused a call. */
export class Pause {
  until = -Infinity;
  #inARow = 0;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /**
   * A call was refused.
   * @param milliseconds how long to wait; null if it is unknown.
   * @returns the length of the pause; null if a pause was active already: the calls of one burst are refused together.
   */
  refuse(milliseconds: number | null, now: number): number | null {
    const begins = now >= this.until;
    const wait = milliseconds ?? probeDelay(this.#inARow, LONGEST_GUESS_MS, this.#random);
    if (begins) this.#inARow += 1;
    this.until = Math.max(this.until, now + wait);
    return begins ? wait : null;
  }

  /** A call was admitted. */
  admitted(): void {
    this.#inARow = 0;
  }
}
