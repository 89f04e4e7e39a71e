import type { Attributes } from "@opentelemetry/api";
import type { AttemptEnd, Usage } from "../../ports/index.ts";
import type { CalledModel } from "./models.ts";

/**
 * The usage and cost of an attempt, as far as they are known when it has ended. A span has no attribute with the value
 * `undefined`.
 * @param operation null for work without a model, which has no tokens.
 */
export function endAttributes(end: AttemptEnd, operation: CalledModel["operation"], startedAt: number): Attributes {
  const { usage, costUsd, promptCostUsd, firstTokenMs } = end;
  const cost = costUsd ?? undefined;
  if (operation === null) return { "colloquy.cost_usd": cost };
  const firstTokenAt = firstTokenMs === null ? undefined : new Date(startedAt + firstTokenMs).toISOString();
  return {
    "colloquy.cost_usd": cost,
    ...(usage === null ? {} : usageAttributes(usage, operation, costUsd)),
    // Dollars for Langfuse, and in OpenInference's form for Phoenix. The conventions have no name for them.
    "gen_ai.usage.cost": cost,
    "llm.cost.total": cost,
    ...(costUsd === null || promptCostUsd === null
      ? {}
      : { "llm.cost.prompt": promptCostUsd, "llm.cost.completion": Math.max(0, costUsd - promptCostUsd) }),
    "gen_ai.response.time_to_first_chunk": firstTokenMs === null ? undefined : firstTokenMs / 1000,
    "langfuse.observation.completion_start_time": firstTokenAt,
  };
}

function usageAttributes(usage: Usage, operation: "chat" | "embeddings", costUsd: number | null): Attributes {
  const { inputTokens, outputTokens } = usage;
  const written = operation === "chat" ? outputTokens : undefined;
  // Tokens that are included in other counts.
  const cached = usage.cachedInputTokens || undefined;
  const cacheWritten = usage.cacheWrittenTokens || undefined;
  const reasoning = usage.reasoningTokens || undefined;
  return {
    "gen_ai.usage.input_tokens": inputTokens,
    "gen_ai.usage.output_tokens": written,
    // Without it Langfuse adds cached and reasoning tokens to the totals that include them.
    "gen_ai.usage.total_tokens": inputTokens + outputTokens,
    "llm.token_count.prompt": inputTokens,
    "llm.token_count.completion": written,
    "llm.token_count.total": inputTokens + outputTokens,
    "gen_ai.usage.cache_read.input_tokens": cached,
    "llm.token_count.prompt_details.cache_read": cached,
    "gen_ai.usage.cache_write.input_tokens": cacheWritten,
    // The name until version 1.41 of the conventions. Most receivers read it.
    "gen_ai.usage.cache_creation.input_tokens": cacheWritten,
    "llm.token_count.prompt_details.cache_write": cacheWritten,
    "gen_ai.usage.reasoning.output_tokens": reasoning,
    "llm.token_count.completion_details.reasoning": reasoning,
    "langsmith.usage_metadata": JSON.stringify(usageOfLangSmith(usage, costUsd)),
  };
}

/** The only attribute from which LangSmith reads the cost of a call and its cached tokens. */
function usageOfLangSmith(usage: Usage, costUsd: number | null): object {
  const { inputTokens, cachedInputTokens, cacheWrittenTokens = 0, outputTokens, reasoningTokens } = usage;
  const isCached = cachedInputTokens > 0 || cacheWrittenTokens > 0;
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    input_token_details: isCached ? { cache_read: cachedInputTokens, cache_creation: cacheWrittenTokens } : undefined,
    output_token_details: reasoningTokens > 0 ? { reasoning: reasoningTokens } : undefined,
    total_cost: costUsd ?? undefined,
  };
}
