import type { Attributes } from "@opentelemetry/api";
import type { AttemptEnd, Usage } from "../../ports/index.ts";
import type { CalledModel } from "./models.ts";

/**
 * What an attempt at a model used and cost, as far as it is known when it has ended.
 * @param operation null for what runs without a model: it has no tokens.
 */
export function endAttributes(end: AttemptEnd, operation: CalledModel["operation"], startedAt: number): Attributes {
  const { usage, costUsd, firstTokenMs } = end;
  const own: Attributes = costUsd === null ? {} : { "colloquy.cost_usd": costUsd };
  if (operation === null) return own;
  return {
    ...own,
    ...(usage === null ? {} : usageAttributes(usage, operation, costUsd)),
    ...(costUsd === null ? {} : costAttributes(costUsd, end.promptCostUsd)),
    ...(firstTokenMs === null ? {} : firstTokenAttributes(firstTokenMs, startedAt)),
  };
}

function usageAttributes(usage: Usage, operation: "chat" | "embeddings", costUsd: number | null): Attributes {
  const { inputTokens, outputTokens } = usage;
  const isChat = operation === "chat";
  return {
    "gen_ai.usage.input_tokens": inputTokens,
    ...(isChat ? { "gen_ai.usage.output_tokens": outputTokens } : {}),
    // Keeps Langfuse from adding cached and reasoning tokens to the tokens that they are part of.
    "gen_ai.usage.total_tokens": inputTokens + outputTokens,
    "llm.token_count.prompt": inputTokens,
    ...(isChat ? { "llm.token_count.completion": outputTokens } : {}),
    "llm.token_count.total": inputTokens + outputTokens,
    ...partAttributes(usage),
    "langsmith.usage_metadata": JSON.stringify(usageOfLangSmith(usage, costUsd)),
  };
}

/** Tokens that are part of the others. */
function partAttributes({ cachedInputTokens, cacheWrittenTokens = 0, reasoningTokens }: Usage): Attributes {
  return {
    ...(cachedInputTokens === 0
      ? {}
      : {
          "gen_ai.usage.cache_read.input_tokens": cachedInputTokens,
          "llm.token_count.prompt_details.cache_read": cachedInputTokens,
        }),
    ...(cacheWrittenTokens === 0
      ? {}
      : {
          "gen_ai.usage.cache_write.input_tokens": cacheWrittenTokens,
          // Its name until version 1.41 of the conventions, which most receivers read.
          "gen_ai.usage.cache_creation.input_tokens": cacheWrittenTokens,
          "llm.token_count.prompt_details.cache_write": cacheWrittenTokens,
        }),
    ...(reasoningTokens === 0
      ? {}
      : {
          "gen_ai.usage.reasoning.output_tokens": reasoningTokens,
          "llm.token_count.completion_details.reasoning": reasoningTokens,
        }),
  };
}

/** Dollars for Langfuse, and for Phoenix by OpenInference; the conventions have no name for them. */
function costAttributes(costUsd: number, promptCostUsd: number | null): Attributes {
  return {
    "gen_ai.usage.cost": costUsd,
    "llm.cost.total": costUsd,
    ...(promptCostUsd === null
      ? {}
      : { "llm.cost.prompt": promptCostUsd, "llm.cost.completion": Math.max(0, costUsd - promptCostUsd) }),
  };
}

function firstTokenAttributes(firstTokenMs: number, startedAt: number): Attributes {
  return {
    "gen_ai.response.time_to_first_chunk": firstTokenMs / 1000,
    "langfuse.observation.completion_start_time": new Date(startedAt + firstTokenMs).toISOString(),
  };
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
