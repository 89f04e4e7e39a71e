import type { Clock } from "./clock.ts";

/** Sending a call blocks the event loop for about half a millisecond. After this many the loop gets its turn. */
const SENDS = 16;

/** Splits a burst of sends, so that the event loop can handle replies in between. */
export class SendQuantum {
  readonly #clock: Clock;
  readonly #goOn: () => void;
  readonly #ended = new AbortController();
  #sends = 0;

  /** @param goOn called after the turn of the event loop that follows a quantum that was used up. */
  constructor(clock: Clock, goOn: () => void) {
    this.#clock = clock;
    this.#goOn = goOn;
  }

  get usedUp(): boolean {
    return this.#sends >= SENDS;
  }

  sent(): void {
    this.#sends += 1;
    if (this.#sends === 1) void this.#wait();
  }

  end(): void {
    this.#ended.abort();
  }

  async #wait(): Promise<void> {
    const { signal } = this.#ended;
    try {
      await this.#clock.sleep(0, signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    const { usedUp } = this;
    this.#sends = 0;
    if (usedUp) this.#goOn();
  }
}
