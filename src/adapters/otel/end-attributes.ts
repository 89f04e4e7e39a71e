import type { Attributes } from "@opentelemetry/api";
import type { AttemptEnd, Usage } from "../../ports/index.ts";

/**
 * What is known of an attempt when it has ended. Tokens stand under the names of the gen_ai conventions; the sum beside
 * them keeps Langfuse from adding cached and reasoning tokens to the tokens that they are part of.
 */
export function endAttributes({ usage, costUsd, firstTokenMs }: AttemptEnd, startedAt: number): Attributes {
  const attributes: Attributes = {};
  if (usage !== null) addUsage(attributes, usage, costUsd);
  if (costUsd !== null) {
    attributes["colloquy.cost_usd"] = costUsd;
    attributes["gen_ai.usage.cost"] = costUsd;
  }
  if (firstTokenMs !== null) {
    attributes["gen_ai.response.time_to_first_chunk"] = firstTokenMs / 1000;
    attributes["langfuse.observation.completion_start_time"] = new Date(startedAt + firstTokenMs).toISOString();
  }
  return attributes;
}

function addUsage(attributes: Attributes, usage: Usage, costUsd: number | null): void {
  const { inputTokens, cachedInputTokens, cacheWrittenTokens = 0, outputTokens, reasoningTokens } = usage;
  attributes["gen_ai.usage.input_tokens"] = inputTokens;
  attributes["gen_ai.usage.output_tokens"] = outputTokens;
  attributes["gen_ai.usage.total_tokens"] = inputTokens + outputTokens;
  if (cachedInputTokens > 0) attributes["gen_ai.usage.cache_read.input_tokens"] = cachedInputTokens;
  if (cacheWrittenTokens > 0) attributes["gen_ai.usage.cache_creation.input_tokens"] = cacheWrittenTokens;
  if (reasoningTokens > 0) attributes["gen_ai.usage.reasoning.output_tokens"] = reasoningTokens;
  attributes["langsmith.usage_metadata"] = JSON.stringify(usageOfLangSmith(usage, costUsd));
}

/** The one place where LangSmith takes what a call cost, and which part of its tokens was cached. */
function usageOfLangSmith(usage: Usage, costUsd: number | null): object {
  const { inputTokens, cachedInputTokens, cacheWrittenTokens = 0, outputTokens, reasoningTokens } = usage;
  const isCached = cachedInputTokens > 0 || cacheWrittenTokens > 0;
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(isCached ? { input_token_details: { cache_read: cachedInputTokens, cache_creation: cacheWrittenTokens } } : {}),
    ...(reasoningTokens > 0 ? { output_token_details: { reasoning: reasoningTokens } } : {}),
    ...(costUsd === null ? {} : { total_cost: costUsd }),
  };
}
