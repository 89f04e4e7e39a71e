import type { Clock } from "./clock.ts";

/** So long at most between two looks, whatever the times that were asked for. */
const LONGEST_SLEEP_MS = 3_600_000;

/** The one timer of a limiter: it rings at the earliest of the times that were asked for since it last rang. */
export class WakeUp {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #at = Infinity;
  #sleeping = new AbortController();

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at `time`, or earlier. */
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
    this.#ring();
  }
}
