const WINDOW_MS = 60_000;
/** So far apart at least are the moments that are remembered. */
const SPACING_MS = 900;

interface Mark {
  readonly at: number;
  readonly done: number;
}

/** How many a second were done in the last minute, or since the beginning where that is less. */
export class RecentRate {
  #marks: Mark[] = [];

  /** The beginning, where none was told yet. */
  begin(at: number): void {
    if (this.#marks.length === 0) this.#marks.push({ at, done: 0 });
  }

  perSecond(at: number, done: number): number {
    this.begin(at);
    const [, second] = this.#marks;
    if (second !== undefined && second.at <= at - WINDOW_MS)
      this.#marks = this.#marks.filter((_, index) => (this.#marks[index + 1]?.at ?? Infinity) > at - WINDOW_MS);
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (last === undefined || at - last.at >= SPACING_MS) this.#marks.push({ at, done });
    return first === undefined || at <= first.at ? 0 : (1000 * (done - first.done)) / (at - first.at);
  }
}
