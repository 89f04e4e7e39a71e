import type { RejectedCounts, Usage } from "../ports/index.ts";
import type { RunUsage } from "./result.ts";

/** Counts what the calls of a run used. */
export class RunTally {
  #calls = 0;
  #failed = 0;
  #paid = false;
  #tokens = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, embeddingTokens: 0 };
  #rejected = { ungrounded: 0, schema: 0, lowConfidence: 0 };

  called(paid: boolean): void {
    this.#calls += 1;
    this.#paid ||= paid;
  }

  failed(): void {
    this.#failed += 1;
  }

  extracted(usage: Usage): void {
    this.#tokens.inputTokens += usage.inputTokens;
    this.#tokens.cachedInputTokens += usage.cachedInputTokens;
    this.#tokens.outputTokens += usage.outputTokens;
  }

  /** Items that an extractor, or we, left out of a reply. */
  reject(rejected: RejectedCounts): void {
    this.#rejected.ungrounded += rejected.ungrounded;
    this.#rejected.schema += rejected.schema;
    this.#rejected.lowConfidence += rejected.lowConfidence;
  }

  embedded(usage: Usage): void {
    this.#tokens.embeddingTokens += usage.inputTokens;
  }

  /** What was paid has no known price here: null, never 0. */
  get usage(): RunUsage {
    const costUsd = this.#paid ? null : 0;
    return {
      calls: this.#calls,
      attempts: this.#calls,
      rateLimited: 0,
      failed: this.#failed,
      ...this.#tokens,
      costUsd,
    };
  }

  get rejected(): RejectedCounts {
    return { ...this.#rejected };
  }
}
