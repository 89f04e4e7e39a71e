import type { Clock } from "./clock.ts";

/** The longest sleep. A later time is reached by several sleeps. */
const LONGEST_SLEEP_MS = 3_600_000;

/** The one timer of a limiter. It fires at the earliest of the times that were requested since it last fired. */
export class Timer {
  readonly #clock: Clock;
  readonly #fire: () => void;
  #at = Infinity;
  #sleeping = new AbortController();

  constructor(clock: Clock, fire: () => void) {
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Fires at `time`, or earlier. */
  at(time: number): void {
    if (time >= this.#at) return;
    this.clear();
    this.#at = time;
    const { signal } = this.#sleeping;
    const milliseconds = Math.min(LONGEST_SLEEP_MS, Math.max(0, time - this.#clock.now()));
    void this.#sleep(milliseconds, signal);
  }

  clear(): void {
    this.#sleeping.abort();
    this.#sleeping = new AbortController();
    this.#at = Infinity;
  }

  async #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#clock.sleep(milliseconds, signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    if (signal.aborted) return;
    this.#at = Infinity;
    this.#fire();
  }
}
