/** For which share of the time something was in which state, as it is told now and then. */
export class TimeShares<State> {
  readonly #milliseconds = new Map<State, number>();
  #last: { readonly state: State; readonly at: number } | null = null;

  /** It is in that state since `at`, and was in the one that was told before until then. */
  tell(state: State, at: number): void {
    if (this.#last !== null) {
      const passed = Math.max(0, at - this.#last.at);
      this.#milliseconds.set(this.#last.state, (this.#milliseconds.get(this.#last.state) ?? 0) + passed);
    }
    this.#last = { state, at };
  }

  /** The largest share first; they add up to 1. Empty where no time passed. */
  get shares(): readonly { readonly state: State; readonly share: number }[] {
    const total = [...this.#milliseconds.values()].reduce((sum, one) => sum + one, 0);
    return [...this.#milliseconds]
      .filter(([, milliseconds]) => milliseconds > 0)
      .map(([state, milliseconds]) => ({ state, share: milliseconds / total }))
      .sort((one, other) => other.share - one.share);
  }
}
