import { z } from "zod";
import type { PerformanceReport } from "../reports.ts";
import { byResource, dollars, head, bottlenecks, lane } from "./schema-parts.ts";

const distribution = z
  .looseObject({
    count: z.number(),
    mean: z.number(),
    p50: z.number(),
    p90: z.number(),
    p99: z.number(),
    max: z.number(),
    histogram: z.array(z.looseObject({ fromMs: z.number(), toMs: z.number(), count: z.number() })),
  })
  .nullable();

const moment = z.looseObject({
  atSeconds: z.number(),
  inFlight: z.number(),
  ceiling: z.number(),
  done: z.number(),
  chunksPerSecond: z.number(),
  admittedPerMinute: byResource,
  perMinute: byResource,
  rateLimited: z.number(),
  costUsd: dollars,
});

const failedCalls = z.looseObject({
  calls: z.number(),
  replies: z.number(),
  inputTokens: z.number().nullable(),
  outputTokens: z.number().nullable(),
  costUsd: dollars,
  reasons: z.array(z.looseObject({ reason: z.string(), calls: z.number() })),
});

const lanePerformance = z.looseObject({
  lane,
  model: z.string(),
  profile: z.string(),
  batchSize: z.number(),
  seconds: z.number(),
  chunks: z.number(),
  deadLetters: z.number(),
  chunksPerSecond: z.number(),
  calls: z.number(),
  attempts: z.number(),
  retries: z.number(),
  rateLimited: z.number(),
  failures: z.record(z.string(), z.number()),
  failedCalls,
  pauses: z.looseObject({ count: z.number(), seconds: z.number() }),
  silentSeconds: z.number(),
  peakInFlight: z.number(),
  latencyMs: distribution,
  firstTokenMs: distribution,
  waitMs: distribution,
  perMinute: byResource,
  reportedLimits: byResource,
  admitted: byResource,
  utilisation: byResource,
  bottlenecks,
  outputTokensPerReply: z.number().nullable(),
  maxOutputTokensPerCall: z.number().nullable(),
  fullReplies: z.number(),
  timeline: z.array(moment),
});

/** What a performance report must hold; what else it holds is left as it is. */
export const performanceSchema: z.ZodType<PerformanceReport> = z.looseObject({
  ...head,
  stages: z.array(
    z.looseObject({
      stage: z.enum(["read", "extract", "embed", "resolve", "project", "verify"]),
      startedSeconds: z.number(),
      seconds: z.number(),
    }),
  ),
  lanes: z.array(lanePerformance),
  deadLetterReasons: z.array(z.looseObject({ lane, reason: z.string(), chunks: z.number() })),
  warnings: z.array(z.string()),
  advice: z.array(z.string()),
});
