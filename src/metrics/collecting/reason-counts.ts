/** More different ones are no longer told apart. */
const MOST_REASONS = 50;
const MOST_CHARACTERS = 300;
const OTHER = "other reasons";

/** Counts sentences, in bounded memory however different they are. */
export class ReasonCounts {
  readonly #counts = new Map<string, number>();

  add(sentence: string): void {
    const reason = sentence.length > MOST_CHARACTERS ? `${sentence.slice(0, MOST_CHARACTERS).toWellFormed()}…` : sentence;
    const key = this.#counts.has(reason) || this.#counts.size < MOST_REASONS ? reason : OTHER;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The most frequent first. */
  get entries(): readonly { readonly reason: string; readonly count: number }[] {
    return [...this.#counts]
      .map(([reason, count]) => ({ reason, count }))
      .sort((one, other) => other.count - one.count);
  }
}
