import type { Attributes } from "@opentelemetry/api";
import type { AttemptEnd, Usage } from "../../ports/index.ts";
import type { CalledModel } from "./models.ts";

/**
 * The usage and cost of an attempt, as far as they are known when it has ended.
 * @param operation null for work without a model, which has no tokens.
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
    // Without it Langfuse adds cached and reasoning tokens to the totals that include them.
    "gen_ai.usage.total_tokens": inputTokens + outputTokens,
    "llm.token_count.prompt": inputTokens,
    ...(isChat ? { "llm.token_count.completion": outputTokens } : {}),
    "llm.token_count.total": inputTokens + outputTokens,
    ...partAttributes(usage),
    "langsmith.usage_metadata": JSON.stringify(usageOfLangSmith(usage, costUsd)),
  };
}

/** Tokens that are included in other counts. */
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
          // The name until version 1.41 of the conventions. Most receivers read it.
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

/** Dollars for Langfuse, and in OpenInference's form for Phoenix. The conventions have no name for them. */
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

/** The only attribute from which LangSmith reads the cost of a call and its cached tokens. */
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
