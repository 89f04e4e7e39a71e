import { z } from "zod";
import type { Immutable } from "../../model/index.ts";
import { stageEstimateSchema, tokenPricesSchema } from "../../estimation/index.ts";
import { MODEL_STAGES } from "../../ports/index.ts";
import { dollars, stage, reportHead } from "./parts.ts";

export const tokenCounts = z.object({
  inputTokens: z.number(),
  /** Part of `inputTokens`. */
  cachedInputTokens: z.number(),
  /** Part of `inputTokens` that was written to the provider's cache; absent: none. */
  cacheWrittenTokens: z.number().exactOptional(),
  outputTokens: z.number(),
  /** Part of `outputTokens`. */
  reasoningTokens: z.number(),
});

/** Tokens as the provider reported them. */
export interface TokenCounts extends Immutable<z.infer<typeof tokenCounts>> {}

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

export const operation = z.enum([...MODEL_STAGES, "ping"]);

export const modelCost = z.object({
  ...tokenCounts.shape,
  ...costTotal.shape,
  model: z.string(),
  stage,
  operation,
  /** First attempts of calls. */
  calls: z.number(),
  /** Attempts with a reply. */
  replies: z.number(),
  /** Replies without usage; they are part of the unknown spend. */
  unreported: z.number(),
  /** The unreported replies whose reported usage was impossible. */
  implausible: z.number(),
  attempts: z.number(),
  /** Estimated part of `inputTokens` that is the common beginning of all prompts of the run: the most that a prompt cache can serve. */
  sharedInputTokens: z.number(),
});

/** The usage and cost of one model in one stage and operation. */
export interface ModelCost extends Immutable<z.infer<typeof modelCost>> {}

export const costReport = z.object({
  ...reportHead.shape,
  ...costTotal.shape,
  tokens: tokenCounts,
  models: z.array(modelCost),
  prices: z.array(z.object({ model: z.string(), source: z.string().nullable(), prices: tokenPricesSchema.nullable() })),
  /** Null without `--max-cost`. */
  budget: z.object({ maxCostUsd: z.number(), reached: z.boolean() }).nullable(),
  /** The estimates from before the first call, with the prices of that time. */
  estimates: z.array(stageEstimateSchema),
});

/** `cost_report_{run}.json`. */
export interface CostReport extends Immutable<z.infer<typeof costReport>> {}
