import type { Connection } from "./connection.ts";
import { isOutOfMemory } from "./failures.ts";

/** Other transactions may give memory back in this time. */
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** So many portions of a reduced size must pass before twice as much is tried. */
const PASSES_TO_GROW = 8;

/**
 * How much one transaction is given. The server bounds the memory of transactions and refuses one that needs more; a
 * smaller one may pass, and an equal one may pass when others have ended. After some that passed, the size doubles, until
 * it is what it was.
 */
export class Portions {
  readonly #connection: Pick<Connection, "tell" | "pause" | "retryMs">;
  #most = Number.POSITIVE_INFINITY;
  /** What was refused first: from here on nothing is reduced. */
  #whole = Number.POSITIVE_INFINITY;
  #passed = 0;
  #passesToGrow = PASSES_TO_GROW;
  #hasGrown = false;

  constructor(connection: Pick<Connection, "tell" | "pause" | "retryMs">) {
    this.#connection = connection;
  }

  /** Works through items in their order, each part being done before the next. */
  async each<Item>(items: readonly Item[], work: (part: readonly Item[]) => Promise<void>): Promise<void> {
    for (let at = 0; at < items.length;) {
      const from = at;
      at += await this.sized(items.length - from, async (size) => {
        await work(items.slice(from, from + size));
        return size;
      });
    }
  }

  /**
   * Does work of a size, and with half of that as often as the server has too little memory for it. What cannot be halved
   * is tried again with growing pauses, for as long as a server that does not answer.
   */
  async sized<Result>(size: number, work: (size: number) => Promise<Result>): Promise<Result> {
    for (let waited = 0, pause = PAUSE_MS; ;) {
      const given = Math.min(size, this.#most);
      try {
        const result = await work(given);
        if (given === this.#most) this.#grow();
        return result;
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
        if (given > 1) {
          this.#shrink(given);
          await this.#connection.pause(PAUSE_MS);
          continue;
        }
        if (waited >= this.#connection.retryMs) throw error;
        if (waited === 0) this.#tellWaiting();
        await this.#connection.pause(pause);
        waited += pause;
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      }
    }
  }

  #shrink(given: number): void {
    if (this.#most === Number.POSITIVE_INFINITY) {
      this.#whole = given;
      this.#connection.tell(`has too little memory for a transaction of ${given} rows; it is given fewer at once.`);
    }
    // A bound that stays is not tried again and again.
    if (this.#hasGrown) this.#passesToGrow *= 2;
    this.#hasGrown = false;
    this.#most = Math.ceil(given / 2);
    this.#passed = 0;
  }

  #grow(): void {
    this.#passed += 1;
    if (this.#passed < this.#passesToGrow) return;
    this.#passed = 0;
    this.#hasGrown = true;
    this.#most = 2 * this.#most < this.#whole ? 2 * this.#most : Number.POSITIVE_INFINITY;
  }

  #tellWaiting(): void {
    const seconds = Math.round(this.#connection.retryMs / 1_000);
    this.#connection.tell(
      `has too little memory for a transaction of one row; it is tried again for up to ${seconds} s.`,
    );
  }
}
