/** Older results are not used for the estimate. */
const WINDOW_MS = 60_000;
/** Results within this time count once, because ten chunks of one call say no more about the pace than one chunk. */
const MOMENT_MS = 250;
/** The least number of moments. They are kept even when they are old, because slow calls are few per minute. */
const LEAST_MOMENTS = 8;
/** The largest ratio of the paces in the two halves. A larger ratio shows a start, a stop or a change. */
const LARGEST_RATIO = 2;

interface Moment {
  readonly at: number;
  done: number;
}

/**
 * Estimates the remaining time from the pace of the last minute. The estimate exists when there are enough moments and
 * both halves have a similar pace. The time before the first result does not count, because it is startup time. Times
 * are in milliseconds.
 */
export class TimeLeft {
  #moments: Moment[] = [];

  /** Records the number of finished chunks. It may be called at any rate. */
  reached(done: number, now: number): void {
    const last = this.#moments.at(-1);
    if (done <= (last?.done ?? 0)) return;
    if (last !== undefined && now - last.at < MOMENT_MS) last.done = done;
    else this.#moments.push({ at: now, done });
    while (this.#moments.length > LEAST_MOMENTS + 1 && this.#at(1).at <= now - WINDOW_MS) this.#moments.shift();
  }

  /** Seconds until `total` is reached; null while unknown. */
  seconds(total: number, now: number): number | null {
    if (this.#moments.length <= LEAST_MOMENTS) return null;
    const first = this.#at(0);
    const last = this.#at(this.#moments.length - 1);
    const middle = (first.at + now) / 2;
    const before = this.#moments.findLast(({ at }) => at <= middle)?.done ?? first.done;
    const halves = [before - first.done, last.done - before];
    if (Math.max(...halves) > LARGEST_RATIO * Math.min(...halves)) return null;
    return (Math.max(0, total - last.done) * (now - first.at)) / (last.done - first.done) / 1000;
  }

  #at(index: number): Moment {
    return this.#moments[index] as Moment;
  }
}
