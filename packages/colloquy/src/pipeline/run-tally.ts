import { byModelStage, type ModelStage, type RejectedCounts } from "../ports/index.ts";

/** Counts the results of a run's calls. The account counts their usage. */
export class RunTally {
  readonly #failed: Record<ModelStage, number> = byModelStage(() => 0);
  #kept = 0;
  readonly #settled: Record<ModelStage, number> = byModelStage(() => 0);
  #rejected: RejectedCounts = { ungrounded: 0, schema: 0, lowConfidence: 0 };

  /** Counts a call that settled no chunk. */
  failed(stage: ModelStage): void {
    this.#failed[stage] += 1;
  }

  failuresOf(stage: ModelStage): number {
    return this.#failed[stage];
  }

  settled(stage: ModelStage, chunks: number): void {
    this.#settled[stage] += chunks;
  }

  /** Whether this run settled a chunk. */
  get hasSettled(): boolean {
    return Object.values(this.#settled).some((chunks) => chunks > 0);
  }

  /** Counts items that were left out of a reply. */
  reject(rejected: RejectedCounts): void {
    this.#rejected = sumOfRejected(this.#rejected, rejected);
  }

  /** Counts items that are settled. */
  keep(items: number): void {
    this.#kept += items;
  }

  get kept(): number {
    return this.#kept;
  }

  settledOf(stage: ModelStage): number {
    return this.#settled[stage];
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
