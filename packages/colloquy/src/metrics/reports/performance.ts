import { z } from "zod";
import type { Immutable } from "../../model/index.ts";
import { byResourceSchema as byResource } from "../../estimation/index.ts";
import type { CallsProgress, Stage } from "../../pipeline/index.ts";
import { dollars, stage, reportHead } from "./parts.ts";

export const distribution = z.object({
  count: z.number(),
  mean: z.number(),
  p50: z.number(),
  p90: z.number(),
  p99: z.number(),
  max: z.number(),
  /** Bars of equal width on a logarithmic axis, including empty bars between others. */
  histogram: z.array(z.object({ fromMs: z.number(), toMs: z.number(), count: z.number() })),
});

/** Distribution of times in milliseconds. */
export interface Distribution extends Immutable<z.infer<typeof distribution>> {}

const stageMoment = z.object({
  atSeconds: z.number(),
  /** `inFlight` and `concurrencyLimit` are 0 for a stage without a model. */
  inFlight: z.number(),
  concurrencyLimit: z.number(),
  /** Chunks settled so far. */
  done: z.number(),
  chunksPerSecond: z.number(),
  admittedPerMinute: byResource,
  perMinute: byResource,
  /** `rateLimited` and `costUsd` are sums so far. */
  rateLimited: z.number(),
  costUsd: dollars,
});

/**
 * A stage at one moment. `chunksPerSecond` is over the minute before the moment, or the shorter time since the beginning;
 * `admittedPerMinute` is over the minute before.
 */
export interface StageMoment extends Immutable<z.infer<typeof stageMoment>> {}

type Bottlenecked = NonNullable<CallsProgress["waitingFor"]> | "none";
export const BOTTLENECKS = [
  "requests",
  "tokens",
  "inputTokens",
  "outputTokens",
  "concurrencyLimit",
  "pause",
  "provider",
  "budget",
  "store",
  "none",
] as const satisfies readonly Bottlenecked[];

const bottleneck = z.object({
  by: z.enum(BOTTLENECKS),
  share: z.number(),
});

/** A reason for which a stage waited, and its share of the observed time. `none`: nothing waited. */
export interface Bottleneck extends Immutable<z.infer<typeof bottleneck>> {}

const failedCalls = z.object({
  calls: z.number(),
  /** Failed calls with a reply. */
  replies: z.number(),
  /** Tokens of these replies; null when the usage of one was not reported. */
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  /** US dollars of these replies; null when the price or usage of one is not known. */
  costUsd: dollars,
  /** Similar reasons are counted together; the most frequent first. */
  reasons: z.array(z.object({ reason: z.string(), calls: z.number() })),
});

/** Calls without a usable reply. */
export interface FailedCalls extends Immutable<z.infer<typeof failedCalls>> {}

export const stagePerformance = z.object({
  stage,
  /** Empty when there was no call. */
  model: z.string(),
  /** The model when the profile is not known. */
  profile: z.string(),
  /** Chunks of the largest call. */
  batchSize: z.number(),
  seconds: z.number(),
  /** Chunks settled in this run, and chunks sent to the dead letters. */
  chunks: z.number(),
  deadLetters: z.number(),
  chunksPerSecond: z.number(),
  /** Including pings. */
  calls: z.number(),
  attempts: z.number(),
  /** Attempts that were not the first of their call. */
  retries: z.number(),
  /** Attempts that the provider's limits refused (429). */
  rateLimited: z.number(),
  /** Other failed attempts, by kind. */
  failures: z.record(z.string(), z.number()),
  failedCalls,
  /** Overlapping pauses are counted once in `seconds`. */
  pauses: z.object({ count: z.number(), seconds: z.number() }),
  /** Time during which the provider answered no call. */
  silentSeconds: z.number(),
  peakInFlight: z.number(),
  /** Of attempts with a reply. */
  latencyMs: distribution.nullable(),
  firstTokenMs: distribution.nullable(),
  /** Waiting time of attempts before they were sent. */
  waitMs: distribution.nullable(),
  /** The limits in force at the end. */
  perMinute: byResource,
  /** The limits that the provider reported. A limit in force that is lower, or not reported, is the user's own. */
  reportedLimits: byResource,
  /** The total that the attempts took from the limits. */
  admitted: byResource,
  /**
   * Used share, from 0 to 1, of the amount that the limits granted from the first to the last attempt, including the
   * full buckets at the beginning.
   */
  utilisation: byResource,
  /** The largest first; the sum of the shares is 1. */
  bottlenecks: z.array(bottleneck),
  /** Mean output tokens of a reply, and the mean output tokens that a call may use. */
  outputTokensPerReply: z.number().nullable(),
  maxOutputTokensPerCall: z.number().nullable(),
  /** Replies that used all allowed output tokens and may be cut off. */
  fullReplies: z.number(),
  /** At most a few hundred moments, evenly spread. */
  timeline: z.array(stageMoment),
});

/** The performance of one stage. A stage without a model has no limits and no bottlenecks. */
export interface StagePerformance extends Immutable<z.infer<typeof stagePerformance>> {}

export const STAGES = [
  "read",
  "extract",
  "embed",
  "check",
  "judge",
  "summarise",
  "answer",
  "resolve",
  "project",
  "verify",
] as const satisfies readonly Stage[];

export const performanceReport = z.object({
  ...reportHead.shape,
  /** A stage that ran more than once has the total time. */
  stages: z.array(z.object({ stage: z.enum(STAGES), startedSeconds: z.number(), seconds: z.number() })),
  modelStages: z.array(stagePerformance),
  deadLetterReasons: z.array(z.object({ stage, reason: z.string(), chunks: z.number() })),
  warnings: z.array(z.string()),
  /** Sentences of advice, the most important first. */
  advice: z.array(z.string()),
});

/** `performance_report_{run}.json`. */
export interface PerformanceReport extends Immutable<z.infer<typeof performanceReport>> {}
