import { z } from "zod";
import type { CostReport } from "../reports.ts";
import { costed, dollars, head, lane, modelCost, tokenCounts } from "./schema-parts.ts";

const range = z.looseObject({ least: z.number(), likely: z.number(), most: z.number() });
const prices = z.looseObject({
  input: dollars,
  cachedInput: dollars,
  cacheWrite: z.number().exactOptional(),
  output: dollars,
});

const estimate = z.looseObject({
  lane,
  profile: z.string(),
  model: z.string(),
  chunks: z.number(),
  calls: range,
  inputTokens: range,
  outputTokens: range,
  costUsd: range.nullable(),
  prices: prices.nullable(),
  priceSource: z.string().nullable(),
  seconds: range.nullable(),
  measuredOn: z.string().nullable(),
  basis: z.string(),
});

/** What a cost report must hold; what else it holds is left as it is. */
export const costSchema: z.ZodType<CostReport> = costed(
  z.looseObject({
    ...head,
    tokens: tokenCounts,
    models: z.array(modelCost),
    prices: z.array(z.looseObject({ model: z.string(), source: z.string().nullable(), prices: prices.nullable() })),
    budget: z.looseObject({ maxUsd: z.number(), reached: z.boolean() }).nullable(),
    estimates: z.array(estimate),
  }),
);
