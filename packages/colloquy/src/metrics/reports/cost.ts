import { z } from "zod";
import { stageEstimateSchema, tokenPricesSchema } from "../../estimation/index.ts";
import type { CallOperation } from "../../ports/index.ts";
import { dollars, stage, reportHead } from "./parts.ts";

/** Tokens as the provider counted them. */
export const tokenCounts = z.object({
  inputTokens: z.number(),
  /** Part of `inputTokens`. */
  cachedInputTokens: z.number(),
  /** Part of `inputTokens`, put into the provider's cache; absent: none. */
  cacheWrittenTokens: z.number().exactOptional(),
  outputTokens: z.number(),
  /** Part of `outputTokens`. */
  reasoningTokens: z.number(),
});

export const unknownSpend = z.object({
  attempts: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  upToUsd: dollars,
});

/** As `CostTotal`. */
const costTotal = z.object({
  costUsd: dollars,
  costAtLeastUsd: z.number(),
  costAtMostUsd: dollars,
  unknownSpend,
});

export const operation = z.enum(["extract", "embed", "ping"] satisfies readonly CallOperation[]);

export const modelCost = z.object({
  ...tokenCounts.shape,
  ...costTotal.shape,
  model: z.string(),
  stage,
  operation,
  /** Attempts that were the first of their call. */
  calls: z.number(),
  /** Attempts that were answered with a reply. */
  replies: z.number(),
  /** Replies without usage; they are among the unknown spend. */
  unreported: z.number(),
  /** Of these, replies that reported usage which cannot be. */
  implausible: z.number(),
  attempts: z.number(),
  /** Part of `inputTokens` with which all prompts of the run begin, as far as estimated: a prompt cache can serve no more. */
  sharedInputTokens: z.number(),
});

export const costReport = z.object({
  ...reportHead.shape,
  ...costTotal.shape,
  tokens: tokenCounts,
  models: z.array(modelCost),
  prices: z.array(
    z.object({ model: z.string(), source: z.string().nullable(), prices: tokenPricesSchema.nullable() }),
  ),
  /** Null where no `--max-cost` was given. */
  budget: z.object({ maxUsd: z.number(), reached: z.boolean() }).nullable(),
  /** What was expected before the first call, and the prices as they were then. */
  estimates: z.array(stageEstimateSchema),
});
