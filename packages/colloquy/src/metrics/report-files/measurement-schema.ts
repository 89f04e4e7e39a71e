import { z } from "zod";
import type { LaneMeasurement } from "../../estimation/index.ts";
import { byResource, lane } from "./schema-parts.ts";

const sample = z.looseObject({
  chunks: z.number(),
  expectedInputTokens: z.number(),
  maxOutputTokens: z.number(),
  inputTokens: z.number(),
  cachedInputTokens: z.number(),
  outputTokens: z.number(),
  ms: z.number(),
});

export const measurementSchema: z.ZodType<LaneMeasurement> = z.looseObject({
  lane,
  profile: z.string(),
  model: z.string(),
  run: z.string(),
  // Files of before runs were pooled have it not.
  runs: z.number().default(1),
  batchSize: z.number(),
  samples: z.array(sample),
  settled: z.number(),
  calls: z.number(),
  attempts: z.number(),
  replies: z.number(),
  seconds: z.number(),
  perMinute: byResource,
  admitted: byResource,
  peakInFlight: z.number(),
});
