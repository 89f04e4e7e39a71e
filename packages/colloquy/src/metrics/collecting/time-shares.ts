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
