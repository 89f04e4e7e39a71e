import type { Distribution } from "../reports/index.ts";

/** Largest relative error of a percentile. */
const ACCURACY = 0.01;
/** Ratio of the widths of neighbouring buckets. */
const GROWTH = (1 + ACCURACY) / (1 - ACCURACY);
const BUCKETS_PER_E = 1 / Math.log(GROWTH);
/** Shorter times are counted in the first bucket, longer times in the last bucket. */
const SHORTEST_MS = 0.1;
const LONGEST_MS = 1e9;
const BUCKETS = bucketOf(LONGEST_MS) + 1;
const MOST_BARS = 30;
/** Up to this number of times, percentiles are exact. */
const MOST_EXACT = 500;

/**
 * Counts times in logarithmic buckets. Percentiles have a relative error of at most 1 % (or 0.1 ms) in a few kilobytes of
 * memory; those of up to 500 times are exact. Buckets: Masson, Rim, Lee, "DDSketch", VLDB 2019.
 */
export class LogHistogram {
  readonly #counts = new Uint32Array(BUCKETS);
  /** The first times; later times are counted in the buckets only. */
  readonly #first: number[] = [];
  #count = 0;
  #sum = 0;
  #least = Infinity;
  #most = 0;

  add(milliseconds: number): void {
    const index = Math.min(BUCKETS - 1, bucketOf(milliseconds));
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#count += 1;
    this.#sum += milliseconds;
    if (this.#first.length < MOST_EXACT) this.#first.push(milliseconds);
    if (milliseconds < this.#least) this.#least = milliseconds;
    if (milliseconds > this.#most) this.#most = milliseconds;
  }

  /** Null when no time was added. */
  get distribution(): Distribution | null {
    if (this.#count === 0) return null;
    const percentile = this.#percentiles();
    const [p50, p90, p99] = [percentile(0.5), percentile(0.9), percentile(0.99)];
    const mean = this.#sum / this.#count;
    return { count: this.#count, mean, p50, p90, p99, max: this.#most, histogram: this.#bars() };
  }

  /** Nearest-rank percentiles: the smallest value that at least this share of all times does not exceed. */
  #percentiles(): (share: number) => number {
    if (this.#count > this.#first.length) return (share) => this.#percentile(Math.ceil(share * this.#count));
    const sorted = this.#first.toSorted((one, other) => one - other);
    return (share) => sorted[Math.ceil(share * sorted.length) - 1] ?? this.#most;
  }

  #percentile(rank: number): number {
    let left = rank;
    const index = this.#counts.findIndex((count) => (left -= count) <= 0);
    return Math.min(this.#most, Math.max(this.#least, (upperEdge(index) * 2) / (1 + GROWTH)));
  }

  #bars(): Distribution["histogram"] {
    const first = this.#counts.findIndex((count) => count > 0);
    const last = this.#counts.findLastIndex((count) => count > 0);
    const width = Math.ceil((last - first + 1) / MOST_BARS);
    return Array.from({ length: Math.ceil((last - first + 1) / width) }, (_, bar) => {
      const from = first + bar * width;
      const count = this.#counts.subarray(from, from + width).reduce((sum, one) => sum + one, 0);
      return { fromMs: upperEdge(from - 1), toMs: upperEdge(from + width - 1), count };
    });
  }
}

function bucketOf(milliseconds: number): number {
  return milliseconds > SHORTEST_MS ? Math.ceil(Math.log(milliseconds / SHORTEST_MS) * BUCKETS_PER_E) : 0;
}

function upperEdge(bucket: number): number {
  return SHORTEST_MS * GROWTH ** bucket;
}
