/** The period of a rate. Older progress does not predict the next minutes. */
const WINDOW_MS = 60_000;
const SAMPLE_EVERY_MS = 1_000;
/** A rate over a shorter time is noise. */
const SETTLING_MS = 500;

/** The growth of a number in the last minute, or since the start if that is shorter. Times are in milliseconds. */
export class Rate {
  readonly #samples: { readonly at: number; readonly done: number }[];

  constructor(startedAt: number) {
    this.#samples = [{ at: startedAt, done: 0 }];
  }

  /** Records the number that is done. May be called often. */
  reached(done: number, now: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && now - last.at >= SAMPLE_EVERY_MS) this.#samples.push({ at: now, done });
    this.#forget(now);
  }

  /** The growth per second; null at the start, and while nothing is done. */
  perSecond(done: number, now: number): number | null {
    this.#forget(now);
    const [first] = this.#samples;
    if (first === undefined || done === 0 || now - first.at < SETTLING_MS) return null;
    return ((done - first.done) * 1000) / (now - first.at);
  }

  /** Removes old samples. Keeps one that is at least as old as the window. */
  #forget(now: number): void {
    while (this.#samples.length > 1 && (this.#samples[1]?.at ?? now) <= now - WINDOW_MS) this.#samples.shift();
  }
}
