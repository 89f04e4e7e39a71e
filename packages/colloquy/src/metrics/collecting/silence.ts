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
