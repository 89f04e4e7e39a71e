import type { Lane } from "../ports/index.ts";
import type { CallObserver } from "./call-observer.ts";
import { sumOrUnknown } from "./observed-usage.ts";
import type { RunUsage } from "./result.ts";

/** What the attempts of both lanes came to. `failed`: calls that gave nothing. */
export function runUsage(observers: Readonly<Record<Lane, CallObserver>>, failed: number): RunUsage {
  const extraction = observers.extraction.usage;
  const embedding = observers.embedding.usage;
  const [one, other] = [extraction.unknownSpend, embedding.unknownSpend];
  return {
    calls: extraction.calls + embedding.calls,
    attempts: extraction.attempts + embedding.attempts,
    rateLimited: extraction.rateLimited + embedding.rateLimited,
    failed,
    unknownUsage: extraction.untold + embedding.untold,
    inputTokens: extraction.inputTokens,
    cachedInputTokens: extraction.cachedInputTokens,
    outputTokens: extraction.outputTokens,
    embeddingTokens: embedding.inputTokens,
    costUsd: sumOrUnknown(extraction.costUsd, embedding.costUsd),
    unknownSpend: {
      attempts: one.attempts + other.attempts,
      inputTokens: one.inputTokens + other.inputTokens,
      outputTokens: one.outputTokens + other.outputTokens,
      upToUsd: sumOrUnknown(one.upToUsd, other.upToUsd),
    },
  };
}
