import type { AttemptCompleted } from "../src/calls/index.ts";

/**
 * An attempt of a batch of ten chunks that received a reply and cost a quarter of a dollar. `given` overrides its
 * values.
 */
export function attemptOf(given: Partial<AttemptCompleted> = {}): AttemptCompleted {
  return {
    event: "attempt.completed",
    stage: "extract",
    operation: "extract",
    model: "openai:m",
    batch: 1,
    chunks: 10,
    attempt: 1,
    failure: null,
    waitMs: 0,
    firstTokenMs: null,
    durationMs: 1000,
    expected: { inputTokens: 5000, maxOutputTokens: 4000 },
    usage: { inputTokens: 5100, cachedInputTokens: 100, outputTokens: 1500, reasoningTokens: 0 },
    unreported: null,
    costUsd: 0.25,
    unknownSpend: null,
    ...given,
  };
}
