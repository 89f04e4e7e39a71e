/** Over how long a rate is taken: what went before says little about what is to come. */
const WINDOW_MS = 60_000;
const SAMPLE_EVERY_MS = 1_000;
/** A rate from less than this is noise. */
const SETTLING_MS = 500;

/** How fast a number grows: over the last minute, or since the beginning where that is less. Times are in milliseconds. */
export class Rate {
  readonly #samples: { readonly at: number; readonly done: number }[];

  constructor(startedAt: number) {
    this.#samples = [{ at: startedAt, done: 0 }];
  }

  /** Records what is done by now; it may be called often. */
  reached(done: number, now: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && now - last.at >= SAMPLE_EVERY_MS) this.#samples.push({ at: now, done });
    this.#forget(now);
  }

  /** A second; null while too little is known, and where nothing is done. */
  perSecond(done: number, now: number): number | null {
    this.#forget(now);
    const [first] = this.#samples;
    if (first === undefined || done === 0 || now - first.at < SETTLING_MS) return null;
    return ((done - first.done) * 1000) / (now - first.at);
  }

  /** Keeps one sample that is as old as the window, or older. */
  #forget(now: number): void {
    while (this.#samples.length > 1 && (this.#samples[1]?.at ?? now) <= now - WINDOW_MS) this.#samples.shift();
  }
}
