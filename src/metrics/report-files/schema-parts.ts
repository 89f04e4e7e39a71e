import { z } from "zod";
import type { Lane, LimitedResource } from "../../ports/index.ts";

export const dollars = z.number().nullable();
export const lane = z.enum(["extraction", "embedding"] satisfies readonly Lane[]);
const known = z.number().exactOptional();
export const byResource = z.looseObject({
  requests: known,
  tokens: known,
  inputTokens: known,
  outputTokens: known,
} satisfies Record<LimitedResource, unknown>);

export const tokenCounts = z.looseObject({
  inputTokens: z.number(),
  cachedInputTokens: z.number(),
  outputTokens: z.number(),
  reasoningTokens: z.number(),
});

export const unknownSpend = z.looseObject({
  attempts: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  upToUsd: dollars,
});

export const outcome = z.enum(["completed", "budget-reached", "interrupted", "failed"]);

export const head = {
  run: z.string(),
  workspace: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  seconds: z.number(),
  outcome,
  exitCode: z.number(),
  failure: z.string().nullable(),
  traces: z
    .array(z.looseObject({ traceId: z.string(), receiver: z.string(), url: z.string().nullable() }))
    .exactOptional(),
};

export const modelCost = tokenCounts.extend({
  model: z.string(),
  lane,
  operation: z.enum(["extract", "embed", "verify"]),
  calls: z.number(),
  replies: z.number(),
  untold: z.number(),
  attempts: z.number(),
  costUsd: dollars,
  unknownSpend,
});

export const heldBack = z.array(
  z.looseObject({
    by: z.enum(["requests", "tokens", "inputTokens", "outputTokens", "ceiling", "pause", "provider", "budget", "store", "none"]),
    share: z.number(),
  }),
);
