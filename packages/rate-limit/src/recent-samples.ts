/** The latest measurements of one quantity, and their quantiles. */
export class RecentSamples {
  readonly #most: number;
  readonly #values: number[] = [];
  #next = 0;
  #sorted: readonly number[] | null = null;

  constructor(most = 200) {
    this.#most = most;
  }

  get count(): number {
    return this.#values.length;
  }

  /** In no particular order. */
  get values(): readonly number[] {
    return this.#values;
  }

  add(value: number): void {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#most;
    this.#sorted = null;
  }

  /** The value that a share of the samples (0 to 1) does not exceed; null without samples. */
  quantile(share: number): number | null {
    this.#sorted ??= this.#values.toSorted((a, b) => a - b);
    return this.#sorted[Math.min(this.#sorted.length - 1, Math.floor(share * this.#sorted.length))] ?? null;
  }
}
