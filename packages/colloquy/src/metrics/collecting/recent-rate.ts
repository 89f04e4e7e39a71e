const WINDOW_MS = 60_000;
/** Minimum distance of the remembered moments. */
const SPACING_MS = 900;

interface Mark {
  readonly at: number;
  readonly done: number;
}

/** Items a second during the last minute, or since the beginning of a shorter period. */
export class RecentRate {
  #marks: Mark[] = [];

  /** Sets the beginning, unless it is set. */
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
