import type { Connection } from "./connection.ts";
import { isOutOfMemory } from "./failures.ts";

/** Other transactions may give memory back in this time. */
const PAUSE_MS = 500;

/**
 * How much one transaction is given. The server bounds the memory of transactions and refuses one that needs more; a
 * smaller one may pass, and an equal one would be refused again.
 */
export class Portions {
  readonly #connection: Pick<Connection, "tell" | "pause">;
  #most = Number.POSITIVE_INFINITY;

  constructor(connection: Pick<Connection, "tell" | "pause">) {
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

  /** Does work of a size, and with half of that as often as the server has too little memory for it. */
  async sized<Result>(size: number, work: (size: number) => Promise<Result>): Promise<Result> {
    for (;;) {
      const given = Math.min(size, this.#most);
      try {
        return await work(given);
      } catch (error) {
        if (!isOutOfMemory(error) || given <= 1) throw error;
        if (this.#most === Number.POSITIVE_INFINITY) {
          this.#connection.tell(`has too little memory for a transaction of ${given} rows; it is given fewer at once.`);
        }
        this.#most = Math.ceil(given / 2);
        await this.#connection.pause(PAUSE_MS);
      }
    }
  }
}
