import { z } from "zod";
import type { Immutable } from "../model/index.ts";
import { type LimitedResource, MODEL_STAGES, type TokenPrices } from "../ports/index.ts";

const stage = z.enum(MODEL_STAGES);
const amount = z.number().exactOptional();

/** A number for each limited resource; an absent number is unknown. */
export const byResourceSchema = z.object({
  requests: amount,
  tokens: amount,
  inputTokens: amount,
  outputTokens: amount,
} satisfies Record<LimitedResource, unknown>);

const range = z.object({ least: z.number(), likely: z.number(), most: z.number() });

const callSample = z.object({
  /** Chunks of the call. */
  chunks: z.number(),
  /** The estimate before the call was sent. */
  expectedInputTokens: z.number(),
  maxOutputTokens: z.number(),
  inputTokens: z.number(),
  cachedInputTokens: z.number(),
  outputTokens: z.number(),
  durationMs: z.number(),
});

export const stageMeasurementSchema = z.object({
  stage,
  /** Model and prompt of the calls. Calls of other profiles are not used. */
  profile: z.string(),
  model: z.string(),
  /** The last measured run, and the number of runs. */
  runId: z.string(),
  runs: z.number(),
  batchSize: z.number(),
  /** At most a few hundred calls, evenly spread over the runs. */
  samples: z.array(callSample),
  /** Settled chunks with different content keys, and the calls, attempts and replies for them. */
  settled: z.number(),
  calls: z.number(),
  attempts: z.number(),
  replies: z.number(),
  seconds: z.number(),
  /** Limits that the provider granted, and the amounts that the limiter admitted for all attempts. */
  perMinute: byResourceSchema,
  admitted: byResourceSchema,
  /** The most calls in flight. */
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
  /** Chunks with different content keys that are requested. */
  chunks: z.number(),
  /** Present if `chunks` is a rough guess, because it follows from an extraction that is not done yet. */
  rough: z.literal(true).exactOptional(),
  calls: range,
  inputTokens: range,
  outputTokens: range,
  /** US dollars; null: the price is unknown. */
  costUsd: range.nullable(),
  prices: tokenPricesSchema.nullable(),
  priceSource: z.string().nullable(),
  /** Seconds at the speed that the limits allow; null: no limit is known. */
  seconds: range.nullable(),
  /** The last measured run; null: the estimate uses usual values. */
  measuredOn: z.string().nullable(),
  /** Says in a sentence where the numbers come from. */
  basis: z.string(),
});

/** The range of a number: in 9 of 10 cases it lies between `least` and `most`. */
export interface Range extends Immutable<z.infer<typeof range>> {}

/** One call with a reply: the values that estimates use. */
export interface CallSample extends Immutable<z.infer<typeof callSample>> {}

/** Measurements of a stage in earlier runs, kept for estimates. */
export interface StageMeasurement extends Immutable<z.infer<typeof stageMeasurementSchema>> {}

/** Calls, tokens, cost and time that a stage is expected to need. */
export interface StageEstimate extends Immutable<z.infer<typeof stageEstimateSchema>> {}
