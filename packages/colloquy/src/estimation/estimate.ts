import { z } from "zod";
import type { Immutable } from "../model/index.ts";
import type { ModelStage, LimitedResource, TokenPrices } from "../ports/index.ts";

const stage = z.enum(["extract", "embed"] satisfies readonly ModelStage[]);
const amount = z.number().exactOptional();

/** A number for each limited resource; absent: unknown. */
export const byResourceSchema = z.object({
  requests: amount,
  tokens: amount,
  inputTokens: amount,
  outputTokens: amount,
} satisfies Record<LimitedResource, unknown>);

const range = z.object({ least: z.number(), likely: z.number(), most: z.number() });

const callSample = z.object({
  /** Chunks that it was asked about. */
  chunks: z.number(),
  /** As it was estimated before it was sent. */
  expectedInputTokens: z.number(),
  maxOutputTokens: z.number(),
  inputTokens: z.number(),
  cachedInputTokens: z.number(),
  outputTokens: z.number(),
  ms: z.number(),
});

export const stageMeasurementSchema = z.object({
  stage,
  /** Of whose calls, and of which prompt: those of others tell nothing. */
  profile: z.string(),
  model: z.string(),
  /** The last of them, and how many they are. */
  runId: z.string(),
  runs: z.number(),
  batchSize: z.number(),
  /** Evenly spread over the runs, at most a few hundred. */
  samples: z.array(callSample),
  /** Chunks of different content that they settled, and the calls, attempts and replies that it took. */
  settled: z.number(),
  calls: z.number(),
  attempts: z.number(),
  replies: z.number(),
  seconds: z.number(),
  /** What the provider granted a minute, and what the attempts took of it. */
  perMinute: byResourceSchema,
  admitted: byResourceSchema,
  /** The most calls that were in flight at once. */
  peakInFlight: z.number(),
});

const price = z.number().nullable();

export const tokenPricesSchema: z.ZodType<TokenPrices> = z.object({
  input: price,
  cachedInput: price,
  cacheWrite: z.number().exactOptional(),
  output: price,
});

export const stageEstimateSchema = z.object({
  stage,
  profile: z.string(),
  /** `provider:model`. */
  model: z.string(),
  /** Chunks of different content that are to be asked about. */
  chunks: z.number(),
  calls: range,
  inputTokens: range,
  outputTokens: range,
  /** US dollars; null where the price is not known. */
  costUsd: range.nullable(),
  prices: tokenPricesSchema.nullable(),
  priceSource: z.string().nullable(),
  /** As fast as the limits allow; null where no limit is known. */
  seconds: range.nullable(),
  /** The run that it was measured on; null: judged by what is usual. */
  measuredOn: z.string().nullable(),
  /** Where numbers and range come from, in a sentence. */
  basis: z.string(),
});

/** Where a number will lie: in 9 of 10 cases between `least` and `most`. */
export interface Range extends Immutable<z.infer<typeof range>> {}

/** One call that was answered, as far as estimates of others learn from it. */
export interface CallSample extends Immutable<z.infer<typeof callSample>> {}

/** What runs measured of a stage, kept for estimates. */
export interface StageMeasurement extends Immutable<z.infer<typeof stageMeasurementSchema>> {}

/** What a stage will take. */
export interface StageEstimate extends Immutable<z.infer<typeof stageEstimateSchema>> {}
