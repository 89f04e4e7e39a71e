import { z } from "zod";
import type { LaneMeasurement } from "../../estimation/index.ts";
import type { Lane } from "../../ports/index.ts";
import type { Distribution, LanePerformance, PerformanceReport } from "../reports.ts";
import { measurementSchema } from "./measurement-schema.ts";
import { byResource, bottlenecks, lane, outcome } from "./schema-parts.ts";

/** What adds up over runs. */
export const COUNTS = ["seconds", "chunks", "deadLetters", "calls", "attempts", "retries", "rateLimited"] as const;
export type Counts = Pick<LanePerformance, (typeof COUNTS)[number]>;

/** How one lane of a run went, in short. */
export type LaneSummary = Counts &
  Pick<
    LanePerformance,
    "lane" | "model" | "batchSize" | "chunksPerSecond" | "peakInFlight" | "perMinute" | "utilisation" | "bottlenecks"
  > & { readonly latencyMs: Pick<Distribution, "p50" | "p90" | "p99"> | null };

/** How one run went, in a line of `performance_data.json`. */
export interface RunSummary extends Pick<PerformanceReport, "run" | "startedAt" | "outcome" | "exitCode" | "seconds"> {
  readonly lanes: readonly LaneSummary[];
}

/** `performance_data.json`: how the runs on a workspace went, and what estimates of others are made of. */
export interface PerformanceData {
  readonly version: 1;
  /** The latest, oldest first. */
  readonly runs: readonly RunSummary[];
  /** Of every run that was ever added. */
  readonly totals: {
    readonly runs: number;
    /** Of those that did not crash. */
    readonly seconds: number;
    readonly lanes: readonly (Counts & { readonly lane: Lane })[];
  };
  /** One of each lane and profile, of all runs together. */
  readonly measurements: readonly LaneMeasurement[];
}

const counts = {
  seconds: z.number(),
  chunks: z.number(),
  deadLetters: z.number(),
  calls: z.number(),
  attempts: z.number(),
  retries: z.number(),
  rateLimited: z.number(),
} satisfies Record<keyof Counts, z.ZodNumber>;

const laneSummary = z.looseObject({
  ...counts,
  lane,
  model: z.string(),
  batchSize: z.number(),
  chunksPerSecond: z.number(),
  peakInFlight: z.number(),
  latencyMs: z.looseObject({ p50: z.number(), p90: z.number(), p99: z.number() }).nullable(),
  perMinute: byResource,
  utilisation: byResource,
  bottlenecks,
});

export const performanceDataSchema: z.ZodType<PerformanceData> = z.looseObject({
  version: z.literal(1),
  runs: z.array(
    z.looseObject({
      run: z.string(),
      startedAt: z.string(),
      outcome,
      exitCode: z.number().nullable(),
      seconds: z.number().nullable(),
      lanes: z.array(laneSummary),
    }),
  ),
  totals: z.looseObject({
    runs: z.number(),
    seconds: z.number(),
    lanes: z.array(z.looseObject({ ...counts, lane })),
  }),
  measurements: z.array(measurementSchema),
});

export const NO_PERFORMANCE: PerformanceData = {
  version: 1,
  runs: [],
  totals: { runs: 0, seconds: 0, lanes: [] },
  measurements: [],
};
