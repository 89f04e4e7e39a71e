import { z } from "zod";
import { laneMeasurementSchema } from "../../estimation/index.ts";
import type { Immutable } from "../../model/index.ts";
import { lane } from "../reports/parts.ts";
import { distribution, lanePerformance, performanceReport } from "../reports/performance.ts";

/** What adds up over runs. */
const counts = lanePerformance.pick({
  seconds: true,
  chunks: true,
  deadLetters: true,
  calls: true,
  attempts: true,
  retries: true,
  rateLimited: true,
});
export type Counts = Immutable<z.infer<typeof counts>>;
export const COUNTS = Object.keys(counts.shape) as readonly (keyof Counts)[];

/** How one lane of a run went, in short. */
const laneSummary = lanePerformance
  .pick({
    lane: true,
    model: true,
    batchSize: true,
    chunksPerSecond: true,
    peakInFlight: true,
    perMinute: true,
    utilisation: true,
    bottlenecks: true,
  })
  .extend({ ...counts.shape, latencyMs: distribution.pick({ p50: true, p90: true, p99: true }).nullable() });
export type LaneSummary = Immutable<z.infer<typeof laneSummary>>;

/** How one run went, in a line of `performance_data.json`. */
const runSummary = performanceReport
  .pick({ run: true, startedAt: true, outcome: true, exitCode: true, seconds: true })
  .extend({ lanes: z.array(laneSummary) });
export type RunSummary = Immutable<z.infer<typeof runSummary>>;

export const performanceDataSchema = z.object({
  version: z.literal(1),
  /** The latest, oldest first. */
  runs: z.array(runSummary),
  /** Of every run that was ever added. */
  totals: z.object({
    runs: z.number(),
    /** Of those that did not crash. */
    seconds: z.number(),
    lanes: z.array(counts.extend({ lane })),
  }),
  /** One of each lane and profile, of all runs together. */
  measurements: z.array(laneMeasurementSchema),
});

/** `performance_data.json`: how the runs on a workspace went, and what estimates of others are made of. */
export type PerformanceData = Immutable<z.infer<typeof performanceDataSchema>>;

export const NO_PERFORMANCE: PerformanceData = {
  version: 1,
  runs: [],
  totals: { runs: 0, seconds: 0, lanes: [] },
  measurements: [],
};
