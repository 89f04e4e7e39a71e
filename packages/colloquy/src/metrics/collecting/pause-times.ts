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
