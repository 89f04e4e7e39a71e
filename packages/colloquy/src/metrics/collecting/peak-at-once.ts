/**
 * The most that ever went on at once, of things that are told when they end. Each takes a place that was free before it
 * began, or a new one: how many places it took in the end is exact, and all that is to be remembered.
 */
export class PeakAtOnce {
  /** Since when each place has been free, earliest first. */
  readonly #freeSince: number[] = [];

  /** @param end not before the ends that were told before. */
  add(begin: number, end: number): void {
    const free = this.#freeSince.findLastIndex((since) => since <= begin);
    // Of all free places the last one: those that are free for longer serve things that began earlier.
    if (free >= 0) this.#freeSince.splice(free, 1);
    this.#freeSince.push(end);
  }

  get peak(): number {
    return this.#freeSince.length;
  }
}
