/** What went before says little about what is to come. */
const WINDOW_MS = 60_000;
/** What is done within one moment counts once: ten chunks of one call tell no more of the pace than one. */
const MOMENT_MS = 250;
/** So many moments at least, and none of them is forgotten for being old: slow calls are few a minute. */
const LEAST_MOMENTS = 8;
/** Of the paces in the two halves of what is judged by; a larger difference tells of a start, a stop or a change. */
const LARGEST_RATIO = 2;

interface Moment {
  readonly at: number;
  done: number;
}

/**
 * The time until all is done, by the pace of the last minute. It is known once something was done in enough moments, and
 * about as much in the later half of them as in the earlier. The time before the first result does not count: it is that
 * of a start. Times are in milliseconds.
 */
export class TimeLeft {
  #moments: Moment[] = [];

  /** So much is done by now; it may be told as often as one likes. */
  reached(done: number, now: number): void {
    const last = this.#moments.at(-1);
    if (done <= (last?.done ?? 0)) return;
    if (last !== undefined && now - last.at < MOMENT_MS) last.done = done;
    else this.#moments.push({ at: now, done });
    while (this.#moments.length > LEAST_MOMENTS + 1 && this.#at(1).at <= now - WINDOW_MS) this.#moments.shift();
  }

  /** Null while it is not known. */
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
