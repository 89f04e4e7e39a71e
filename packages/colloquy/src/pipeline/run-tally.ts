import type { Lane, RejectedCounts } from "../ports/index.ts";

/** Counts the results of a run's calls. What the calls used is counted by the account. */
export class RunTally {
  readonly #failed: Record<Lane, number> = { extraction: 0, embedding: 0 };
  #kept = 0;
  readonly #settled: Record<Lane, number> = { extraction: 0, embedding: 0 };
  #rejected: RejectedCounts = { ungrounded: 0, schema: 0, lowConfidence: 0 };

  /** A call that settled nothing. */
  failed(lane: Lane): void {
    this.#failed[lane] += 1;
  }

  failuresOf(lane: Lane): number {
    return this.#failed[lane];
  }

  settled(lane: Lane, contents: number): void {
    this.#settled[lane] += contents;
  }

  /** Whether this run settled anything. */
  get hasSettled(): boolean {
    return Object.values(this.#settled).some((contents) => contents > 0);
  }

  /** Items that were left out of a reply. */
  reject(rejected: RejectedCounts): void {
    this.#rejected = sumOfRejected(this.#rejected, rejected);
  }

  /** Items that are settled. */
  keep(items: number): void {
    this.#kept += items;
  }

  get kept(): number {
    return this.#kept;
  }

  settledOf(lane: Lane): number {
    return this.#settled[lane];
  }

  get rejected(): RejectedCounts {
    return this.#rejected;
  }
}

export function sumOfRejected(one: RejectedCounts, other: RejectedCounts): RejectedCounts {
  return {
    ungrounded: one.ungrounded + other.ungrounded,
    schema: one.schema + other.schema,
    lowConfidence: one.lowConfidence + other.lowConfidence,
  };
}
