import { z } from "zod";
import { totalDollars } from "../../pipeline/index.ts";
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
  cacheWrittenTokens: known,
  outputTokens: z.number(),
  reasoningTokens: z.number(),
});

export const unknownSpend = z.looseObject({
  attempts: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  upToUsd: dollars,
});

export const outcome = z.enum(["completed", "budget-reached", "interrupted", "failed", "crashed"]);

/** The bounds of a cost. */
const bounds = { costAtLeastUsd: z.number(), costAtMostUsd: dollars };

const statedCost = z.looseObject({ costUsd: dollars, unknownSpend });

/** What has a cost with its bounds. Files that were written before costs had any, or with another name, are read as well. */
export function costed<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape, z.core.$loose>) {
  return z.preprocess((value) => withBounds(value), schema.extend({ costUsd: dollars, ...bounds, unknownSpend }));
}

const renamed = z.looseObject({ untold: z.number() });

function withBounds(given: unknown): unknown {
  const named = renamed.safeParse(given);
  const value = named.success ? { unreported: named.data.untold, ...named.data } : given;
  const stated = statedCost.safeParse(value);
  if (!stated.success || "costAtLeastUsd" in stated.data) return value;
  const { costUsd, unknownSpend: beside } = stated.data;
  const costAtMostUsd = totalDollars([costUsd, beside.upToUsd]);
  return { ...stated.data, costAtLeastUsd: costUsd ?? 0, costAtMostUsd };
}

export const head = {
  run: z.string(),
  workspace: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  seconds: z.number().nullable(),
  outcome,
  exitCode: z.number().nullable(),
  failure: z.string().nullable(),
  traces: z
    .array(z.looseObject({ traceId: z.string(), receiver: z.string(), url: z.string().nullable() }))
    .exactOptional(),
};

export const operation = z.enum(["extract", "embed", "verify"]);

export const modelCost = costed(
  tokenCounts.extend({
    model: z.string(),
    lane,
    operation,
    calls: z.number(),
    replies: z.number(),
    unreported: z.number(),
    implausible: z.number().default(0),
    attempts: z.number(),
    sharedInputTokens: z.number().default(0),
  }),
);

export const bottlenecks = z.array(
  z.looseObject({
    by: z.enum(["requests", "tokens", "inputTokens", "outputTokens", "ceiling", "pause", "provider", "budget", "store", "none"]),
    share: z.number(),
  }),
);
