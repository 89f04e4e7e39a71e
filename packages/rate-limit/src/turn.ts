import type { Clock } from "./clock.ts";

/** To send a call keeps the event loop busy for about half a millisecond; so many are sent before it may do anything else. */
const SENDS_A_TURN = 16;

/** Parts a burst of sends, so that what comes in meanwhile is heard and memory that was used can be used again. */
export class Turn {
  readonly #clock: Clock;
  readonly #goOn: () => void;
  readonly #ended = new AbortController();
  #sends = 0;

  /** @param goOn called once the event loop has gone round after a turn that was full. */
  constructor(clock: Clock, goOn: () => void) {
    this.#clock = clock;
    this.#goOn = goOn;
  }

  get full(): boolean {
    return this.#sends >= SENDS_A_TURN;
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
    const { full } = this;
    this.#sends = 0;
    if (full) this.#goOn();
  }
}
