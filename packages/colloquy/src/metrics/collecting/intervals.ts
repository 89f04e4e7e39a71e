/** Total time of a stage's pauses; overlapping pauses are counted once. */
export class PauseTimes {
  #count = 0;
  #milliseconds = 0;
  #until = -Infinity;

  begin(at: number, milliseconds: number): void {
    const until = Math.max(this.#until, at + milliseconds);
    this.#count += 1;
    this.#milliseconds += until - Math.max(at, this.#until);
    this.#until = until;
  }

  /** Number and total time of the pauses until `at`. */
  until(at: number): { readonly count: number; readonly seconds: number } {
    const toCome = Math.max(0, this.#until - at);
    return { count: this.#count, seconds: Math.max(0, this.#milliseconds - toCome) / 1000 };
  }
}

/** Total time during which a provider answered no call. */
export class Silence {
  #since: number | null = null;
  #milliseconds = 0;

  begin(at: number): void {
    this.#since ??= at;
  }

  end(milliseconds: number): void {
    this.#milliseconds += milliseconds;
    this.#since = null;
  }

  secondsUntil(at: number): number {
    return (this.#milliseconds + (this.#since === null ? 0 : Math.max(0, at - this.#since))) / 1000;
  }
}

/** The shares of time that something spent in each state, from observed states. */
export class TimeShares<State> {
  readonly #milliseconds = new Map<State, number>();
  #last: { readonly state: State; readonly at: number } | null = null;

  /** Records the state at `at`. The state before it lasted until `at`. */
  record(state: State, at: number): void {
    if (this.#last !== null) {
      const passed = Math.max(0, at - this.#last.at);
      this.#milliseconds.set(this.#last.state, (this.#milliseconds.get(this.#last.state) ?? 0) + passed);
    }
    this.#last = { state, at };
  }

  /** The largest share first; the sum is 1. Empty when no time passed. */
  get shares(): readonly { readonly state: State; readonly share: number }[] {
    const total = [...this.#milliseconds.values()].reduce((sum, one) => sum + one, 0);
    return [...this.#milliseconds]
      .filter(([, milliseconds]) => milliseconds > 0)
      .map(([state, milliseconds]) => ({ state, share: milliseconds / total }))
      .sort((one, other) => other.share - one.share);
  }
}

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
