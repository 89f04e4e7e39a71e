import { z } from "zod";
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
  /** Bars of equal width on a logarithmic axis, empty ones between others too. */
  histogram: z.array(z.object({ fromMs: z.number(), toMs: z.number(), count: z.number() })),
});

export const stageMoment = z.object({
  atSeconds: z.number(),
  /** 0 where the stage asks no model, as is its ceiling. */
  inFlight: z.number(),
  ceiling: z.number(),
  /** Settled so far. */
  done: z.number(),
  chunksPerSecond: z.number(),
  admittedPerMinute: byResource,
  perMinute: byResource,
  /** So far, as are the dollars. */
  rateLimited: z.number(),
  costUsd: dollars,
});

type Bottlenecked = NonNullable<CallsProgress["waitingFor"]> | "none";
const BOTTLENECKS = [
  "requests",
  "tokens",
  "inputTokens",
  "outputTokens",
  "ceiling",
  "pause",
  "provider",
  "budget",
  "store",
  "none",
] as const satisfies readonly Bottlenecked[];

export const bottleneck = z.object({
  by: z.enum(BOTTLENECKS),
  share: z.number(),
});

export const failedCalls = z.object({
  calls: z.number(),
  /** Those of them that were answered. */
  replies: z.number(),
  /** What these replies took, as the provider counted; null where usage of one was not reported. */
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  /** US dollars of these replies; null where the price or the tokens of one are not known. */
  costUsd: dollars,
  /** Reasons that are alike together, the most frequent first. */
  reasons: z.array(z.object({ reason: z.string(), calls: z.number() })),
});

export const stagePerformance = z.object({
  stage,
  /** Empty where there was no call. */
  model: z.string(),
  /** The model where the profile is not known. */
  profile: z.string(),
  /** Chunks of the largest call. */
  batchSize: z.number(),
  seconds: z.number(),
  /** Settled in this run, and what went to the dead letters. */
  chunks: z.number(),
  deadLetters: z.number(),
  chunksPerSecond: z.number(),
  /** With those that made sure of the model. */
  calls: z.number(),
  attempts: z.number(),
  /** Attempts that were not the first of their call. */
  retries: z.number(),
  /** Attempts that were turned away by the provider's limits. */
  rateLimited: z.number(),
  /** Attempts that failed otherwise, by kind. */
  failures: z.record(z.string(), z.number()),
  failedCalls,
  /** Pauses that overlap last no longer than together. */
  pauses: z.object({ count: z.number(), seconds: z.number() }),
  /** For how long the provider answered no call. */
  silentSeconds: z.number(),
  peakInFlight: z.number(),
  /** Of the attempts that were answered with a reply. */
  latencyMs: distribution.nullable(),
  firstTokenMs: distribution.nullable(),
  /** How long attempts waited to be sent. */
  waitMs: distribution.nullable(),
  /** The limits that held at last. */
  perMinute: byResource,
  /** What the provider said that it grants: where that is more than what held, or nothing, the limit is the user's own. */
  reportedLimits: byResource,
  /** What the attempts took of the limits in all. */
  admitted: byResource,
  /** Of what the limits granted from the first to the last attempt, the buckets' first fill included; from 0 to 1. */
  utilisation: byResource,
  /** The largest first; they add up to 1. */
  bottlenecks: z.array(bottleneck),
  /** Mean tokens of a reply, and the room that it was given. */
  outputTokensPerReply: z.number().nullable(),
  maxOutputTokensPerCall: z.number().nullable(),
  /** Replies that took all of it, and so may have been cut off. */
  fullReplies: z.number(),
  /** At most a few hundred moments, evenly spread. */
  timeline: z.array(stageMoment),
});

const STAGES = ["read", "extract", "embed", "resolve", "project", "verify"] as const satisfies readonly Stage[];

export const performanceReport = z.object({
  ...reportHead.shape,
  /** A stage that was done more than once has the seconds of all times. */
  stages: z.array(z.object({ stage: z.enum(STAGES), startedSeconds: z.number(), seconds: z.number() })),
  modelStages: z.array(stagePerformance),
  deadLetterReasons: z.array(z.object({ stage, reason: z.string(), chunks: z.number() })),
  warnings: z.array(z.string()),
  /** What would help, a sentence each, the most telling first. */
  advice: z.array(z.string()),
});
