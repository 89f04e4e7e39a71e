/**
 * The largest number of intervals that overlap, computed from intervals that are added when they end. Each interval takes
 * a free slot or a new slot; the number of slots is the exact peak.
 */
export class PeakAtOnce {
  /** The time since when each slot is free, in ascending order. */
  readonly #freeSince: number[] = [];

  /** @param end must not be before the `end` of an earlier call. */
  add(begin: number, end: number): void {
    const free = this.#freeSince.findLastIndex((since) => since <= begin);
    // Takes the slot that became free last: slots that became free earlier serve intervals that began earlier.
    if (free >= 0) this.#freeSince.splice(free, 1);
    this.#freeSince.push(end);
  }

  get peak(): number {
    return this.#freeSince.length;
  }
}
