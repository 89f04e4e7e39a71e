import { type CallCost, type Lane, NO_USAGE, type RejectedCounts, type Usage } from "../ports/index.ts";
import type { RunUsage } from "./result.ts";

/** What the calls of a lane took that work on its contents. */
export interface LaneMeasure {
  readonly calls: number;
  /** What they were expected to take, all together. */
  readonly expected: CallCost;
  /** Contents that were settled. */
  readonly contents: number;
  /** Replies of which the provider told what they used. */
  readonly told: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Attempts of calls, and how many of them were turned away. */
export type AttemptCounts = Pick<RunUsage, "attempts" | "rateLimited">;

/** A call that was made ahead of a run, to learn of a model, and is part of what the run used. */
export interface PriorCall extends AttemptCounts {
  readonly lane: Lane;
  readonly usage: Usage | null;
}

/** Counts what the calls of a run used. */
export class RunTally {
  #calls = 0;
  #failed = 0;
  #unknownUsage = 0;
  #paid = false;
  readonly #used = { extraction: NO_USAGE, embedding: NO_USAGE };
  readonly #measures = { extraction: NOTHING_MEASURED, embedding: NOTHING_MEASURED };
  #rejected: RejectedCounts = { ungrounded: 0, schema: 0, lowConfidence: 0 };

  /** A call that works on contents is sent. */
  called(lane: Lane, paid: boolean, expected: CallCost): void {
    this.#calls += 1;
    this.#paid ||= paid;
    const { calls, expected: before } = this.#measures[lane];
    this.#measure(lane, { calls: calls + 1, expected: sumOf(before, expected) });
  }

  /** A call that gave nothing. */
  failed(): void {
    this.#failed += 1;
  }

  /** Its reply came; `usage` is null where the provider did not tell. */
  replied(lane: Lane, usage: Usage | null): void {
    this.#use(lane, usage);
    if (usage === null) return;
    const { told, inputTokens, outputTokens } = this.#measures[lane];
    this.#measure(lane, {
      told: told + 1,
      inputTokens: inputTokens + usage.inputTokens,
      outputTokens: outputTokens + usage.outputTokens,
    });
  }

  /** A call that works on no contents: it makes sure of a model, or learns of it. */
  checked(lane: Lane, paid: boolean, usage: Usage | null): void {
    this.#calls += 1;
    this.#paid ||= paid;
    this.#use(lane, usage);
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

  measureOf(lane: Lane): LaneMeasure {
    return this.#measures[lane];
  }

  /** What was paid has no known price here: null, never 0. */
  usage(attempts: AttemptCounts): RunUsage {
    const { extraction, embedding } = this.#used;
    return {
      calls: this.#calls,
      ...attempts,
      failed: this.#failed,
      unknownUsage: this.#unknownUsage,
      inputTokens: extraction.inputTokens,
      cachedInputTokens: extraction.cachedInputTokens,
      outputTokens: extraction.outputTokens,
      embeddingTokens: embedding.inputTokens,
      costUsd: this.#paid ? null : 0,
    };
  }

  get rejected(): RejectedCounts {
    return this.#rejected;
  }

  #use(lane: Lane, usage: Usage | null): void {
    if (usage === null) this.#unknownUsage += 1;
    else this.#used[lane] = sumOf(this.#used[lane], usage);
  }

  #measure(lane: Lane, grown: Partial<LaneMeasure>): void {
    this.#measures[lane] = { ...this.#measures[lane], ...grown };
  }
}

const NOTHING_MEASURED: LaneMeasure = {
  calls: 0,
  expected: { inputTokens: 0, maxOutputTokens: 0 },
  contents: 0,
  told: 0,
  inputTokens: 0,
  outputTokens: 0,
};

/** What one of the calls was expected to take. */
export function meanCall({ calls, expected }: LaneMeasure): CallCost {
  const share = (count: number): number => count / Math.max(1, calls);
  return { inputTokens: share(expected.inputTokens), maxOutputTokens: share(expected.maxOutputTokens) };
}

/** What limiters have sent since an earlier look at them. */
export function attemptsSince(before: readonly AttemptCounts[], now: readonly AttemptCounts[]): AttemptCounts {
  const grown = (count: keyof AttemptCounts): number =>
    now.reduce((sum, counts, index) => sum + counts[count] - (before[index]?.[count] ?? 0), 0);
  return { attempts: grown("attempts"), rateLimited: grown("rateLimited") };
}

/** Of counts of the same names. */
function sumOf<Counts extends Usage | RejectedCounts | CallCost>(one: Counts, other: Counts): Counts {
  const names = Object.keys(one) as (keyof Counts)[];
  return Object.fromEntries(names.map((name) => [name, Number(one[name]) + Number(other[name])])) as unknown as Counts;
}
