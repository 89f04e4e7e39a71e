import type { Connection } from "./connection.ts";
import { isOutOfMemory } from "./failures.ts";

/** Other transactions may release memory in this time. */
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** Successful portions of a reduced size before the size is doubled. */
const PASSES_TO_GROW = 8;

/**
 * The size of one transaction. The server limits the memory of transactions and refuses one that needs more. A smaller
 * transaction may succeed, and an equal one may succeed after others have ended. After several successes the size
 * doubles, up to the original size.
 */
export class Portions {
  readonly #connection: Pick<Connection, "report" | "pause" | "retryMs">;
  #most = Number.POSITIVE_INFINITY;
  /** The size that was refused first; larger sizes are not reduced. */
  #whole = Number.POSITIVE_INFINITY;
  #passed = 0;
  #passesToGrow = PASSES_TO_GROW;
  #hasGrown = false;

  constructor(connection: Pick<Connection, "report" | "pause" | "retryMs">) {
    this.#connection = connection;
  }

  /** Processes items in order, one part after the other. */
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
   * Does work of a size, and halves the size while the server has too little memory. Work that cannot be halved is
   * retried with growing pauses, as during an outage.
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
        if (waited === 0) this.#reportWaiting();
        await this.#connection.pause(pause);
        waited += pause;
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
      }
    }
  }

  #shrink(given: number): void {
    if (this.#most === Number.POSITIVE_INFINITY) {
      this.#whole = given;
      this.#connection.report(
        `has too little memory for a transaction of ${given} rows; the next transactions have fewer rows.`,
      );
    }
    // A limit that stays is tried less and less often.
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

  #reportWaiting(): void {
    const seconds = Math.round(this.#connection.retryMs / 1_000);
    this.#connection.report(`has too little memory for a transaction of one row; retrying for up to ${seconds} s.`);
  }
}
