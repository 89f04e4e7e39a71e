import type { Lane, RejectedCounts, Usage } from "../ports/index.ts";
import type { LimiterSnapshot } from "../rate-limit/rate-limiter.ts";
import type { RunUsage } from "./result.ts";

/** What a lane's calls took in this run. */
export interface LaneMeasure {
  readonly calls: number;
  /** Contents that were settled. */
  readonly contents: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Counts what the calls of a run used. */
export class RunTally {
  #failed = 0;
  #unknownUsage = 0;
  #paid = false;
  #cachedInputTokens = 0;
  readonly #lanes = { extraction: emptyMeasure(), embedding: emptyMeasure() };
  readonly #rejected = { ungrounded: 0, schema: 0, lowConfidence: 0 };

  called(lane: Lane, paid: boolean): void {
    this.#lanes[lane].calls += 1;
    this.#paid ||= paid;
  }

  /** A call that gave nothing. */
  failed(): void {
    this.#failed += 1;
  }

  /** A reply came; `usage` is null where the provider did not tell. */
  replied(lane: Lane, usage: Usage | null): void {
    if (usage === null) {
      this.#unknownUsage += 1;
      return;
    }
    const measure = this.#lanes[lane];
    measure.inputTokens += usage.inputTokens;
    measure.outputTokens += usage.outputTokens;
    if (lane === "extraction") this.#cachedInputTokens += usage.cachedInputTokens;
  }

  settled(lane: Lane, contents: number): void {
    this.#lanes[lane].contents += contents;
  }

  /** Items that an extractor, or we, left out of a reply. */
  reject(rejected: RejectedCounts): void {
    this.#rejected.ungrounded += rejected.ungrounded;
    this.#rejected.schema += rejected.schema;
    this.#rejected.lowConfidence += rejected.lowConfidence;
  }

  measureOf(lane: Lane): LaneMeasure {
    return { ...this.#lanes[lane] };
  }

  /** What was paid has no known price here: null, never 0. */
  usage(attempts: AttemptCounts): RunUsage {
    const { extraction, embedding } = this.#lanes;
    return {
      calls: extraction.calls + embedding.calls,
      ...attempts,
      failed: this.#failed,
      unknownUsage: this.#unknownUsage,
      inputTokens: extraction.inputTokens,
      cachedInputTokens: this.#cachedInputTokens,
      outputTokens: extraction.outputTokens,
      embeddingTokens: embedding.inputTokens,
      costUsd: this.#paid ? null : 0,
    };
  }

  get rejected(): RejectedCounts {
    return { ...this.#rejected };
  }
}

/** Attempts of calls, and how many of them were turned away. */
export type AttemptCounts = Pick<RunUsage, "attempts" | "rateLimited">;

/** What limiters have sent since an earlier look at them. */
export function attemptsSince(
  before: readonly Pick<LimiterSnapshot, keyof AttemptCounts>[],
  now: readonly Pick<LimiterSnapshot, keyof AttemptCounts>[],
): AttemptCounts {
  const grown = (count: keyof AttemptCounts): number =>
    now.reduce((sum, snapshot, index) => sum + snapshot[count] - (before[index]?.[count] ?? 0), 0);
  return { attempts: grown("attempts"), rateLimited: grown("rateLimited") };
}

function emptyMeasure(): { -readonly [Count in keyof LaneMeasure]: number } {
  return { calls: 0, contents: 0, inputTokens: 0, outputTokens: 0 };
}
