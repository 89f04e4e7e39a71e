import type { CallCost, Lane, RejectedCounts, Usage } from "../ports/index.ts";

/** What the calls of a lane took that work on its contents. */
export interface LaneMeasure {
  readonly calls: number;
  /** What they were expected to take, all together. */
  readonly expected: CallCost;
  /** Contents that were settled. */
  readonly contents: number;
  /** Replies with reported usage. */
  readonly reported: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Counts what the calls of a run gave. */
export class RunTally {
  readonly #failed: Record<Lane, number> = { extraction: 0, embedding: 0 };
  #kept = 0;
  readonly #measures = { extraction: NOTHING_MEASURED, embedding: NOTHING_MEASURED };
  #rejected: RejectedCounts = { ungrounded: 0, schema: 0, lowConfidence: 0 };

  /** A call that works on contents is sent. */
  called(lane: Lane, expected: CallCost): void {
    const { calls, expected: before } = this.#measures[lane];
    this.#measure(lane, { calls: calls + 1, expected: sumOf(before, expected) });
  }

  /** A call that gave nothing. */
  failed(lane: Lane): void {
    this.#failed[lane] += 1;
  }

  failuresOf(lane: Lane): number {
    return this.#failed[lane];
  }

  /** Its reply came; `usage` is null where that is not known. */
  replied(lane: Lane, usage: Usage | null): void {
    if (usage === null) return;
    const { reported, inputTokens, outputTokens } = this.#measures[lane];
    this.#measure(lane, {
      reported: reported + 1,
      inputTokens: inputTokens + usage.inputTokens,
      outputTokens: outputTokens + usage.outputTokens,
    });
  }

  settled(lane: Lane, contents: number): void {
    this.#measure(lane, { contents: this.#measures[lane].contents + contents });
  }

  /** Whether either lane has anything of this run to show. */
  get hasSettled(): boolean {
    return Object.values(this.#measures).some(({ contents }) => contents > 0);
  }

  /** Items that an extractor, or we, left out of a reply. */
  reject(rejected: RejectedCounts): void {
    this.#rejected = sumOf(this.#rejected, rejected);
  }

  /** Items that are settled. */
  keep(items: number): void {
    this.#kept += items;
  }

  get kept(): number {
    return this.#kept;
  }

  measureOf(lane: Lane): LaneMeasure {
    return this.#measures[lane];
  }

  get rejected(): RejectedCounts {
    return this.#rejected;
  }

  #measure(lane: Lane, grown: Partial<LaneMeasure>): void {
    this.#measures[lane] = { ...this.#measures[lane], ...grown };
  }
}

const NOTHING_MEASURED: LaneMeasure = {
  calls: 0,
  expected: { inputTokens: 0, maxOutputTokens: 0 },
  contents: 0,
  reported: 0,
  inputTokens: 0,
  outputTokens: 0,
};

/** What one of the calls was expected to take. */
export function meanCall({ calls, expected }: LaneMeasure): CallCost {
  const share = (count: number): number => count / Math.max(1, calls);
  return { inputTokens: share(expected.inputTokens), maxOutputTokens: share(expected.maxOutputTokens) };
}

/** Of counts of the same names. */
export function sumOf<Counts extends RejectedCounts | CallCost>(one: Counts, other: Counts): Counts {
  const names = Object.keys(one) as (keyof Counts)[];
  return Object.fromEntries(names.map((name) => [name, Number(one[name]) + Number(other[name])])) as unknown as Counts;
}
