import { probeDelay } from "./retry-delay.ts";

const LONGEST_GUESS_MS = 10_000;
/** After so many refusals in a row, calls go out one by one until one is let in. */
const CAREFUL_AFTER = 2;

/** The time in which nothing is sent because the provider refused a call. */
export class Pause {
  until = -Infinity;
  #inARow = 0;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Whether it is wise to ask with a single call first. */
  get careful(): boolean {
    return this.#inARow >= CAREFUL_AFTER;
  }

  /**
   * A call was refused.
   * @param milliseconds how long to wait; null where nobody knows.
   * @returns how long the pause is; null where there was one already: the calls of one burst are refused together.
   */
  refuse(milliseconds: number | null, now: number): number | null {
    const begins = now >= this.until;
    const wait = milliseconds ?? probeDelay(this.#inARow, LONGEST_GUESS_MS, this.#random);
    if (begins) this.#inARow += 1;
    this.until = Math.max(this.until, now + wait);
    return begins ? wait : null;
  }

  /** A call was let in. */
  admitted(): void {
    this.#inARow = 0;
  }
}
