import { z } from "zod";
import { list } from "./shapes.ts";

/** A run in the list of runs. Costs are US dollars; null: not known. */
export const listedRun = z.object({
  runId: z.string(),
  startedAt: z.string(),
  outcome: z.enum(["completed", "budget-reached", "interrupted", "failed", "crashed"]),
  seconds: z.number().nullable(),
  extracted: z.number().nullable(),
  embedded: z.number().nullable(),
  costUsd: z.number().nullable(),
  costAtLeastUsd: z.number(),
  costAtMostUsd: z.number().nullable(),
});
export type ListedRun = z.infer<typeof listedRun>;

/** The state of the workspace and of a run that is in progress. */
export const liveRun = z.object({
  /** Changes when views have something new: a run registered transcripts, wrote the graph or ended, or names were corrected. */
  version: z.string(),
  /** Null: no run is in progress. */
  run: z
    .object({
      runId: z.string(),
      startedAt: z.string(),
      /** Files are being read, so that the numbers of chunks are not yet those of this run. */
      isReading: z.boolean(),
    })
    .nullable(),
  chunks: z.object({
    total: z.number(),
    extracted: z.number(),
    embedded: z.number(),
    pending: z.number(),
    deadLetters: z.number(),
  }),
  /** The latest lines of the log, the oldest first, at most 200; of the run alone, if one is in progress. */
  log: list(z.object({ time: z.string(), text: z.string() })),
});
export type LiveRun = z.infer<typeof liveRun>;

/** The reports of a run: the same text as `colloquy report`, and the address of the page. */
export const runReport = listedRun.extend({
  text: z.string(),
  /** Reasons of failures and dead letters, the most frequent first. */
  failure: z.string().nullable(),
  /** Advice, the most useful first. */
  advice: list(z.string()),
  stages: list(
    z.object({
      stage: z.string(),
      chunks: z.number().nullable(),
      calls: z.number(),
      failedCalls: z.number(),
      rateLimited: z.number(),
      inputTokens: z.number(),
      outputTokens: z.number(),
      seconds: z.number().nullable(),
      costUsd: z.number().nullable(),
    }),
  ),
});
export type RunReport = z.infer<typeof runReport>;

/** The reasons of the dead letters, the most frequent first. */
export const deadLetters = z.object({ items: list(z.object({ reason: z.string(), chunks: z.number() })) });
