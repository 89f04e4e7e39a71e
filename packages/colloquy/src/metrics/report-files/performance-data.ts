import { z } from "zod";
import { type StageMeasurement, stageMeasurementSchema, poolMeasurements } from "../../estimation/index.ts";
import type { Immutable } from "../../model/index.ts";
import type { StagePerformance, PerformanceReport } from "../reports/index.ts";
import { stage } from "../reports/parts.ts";
import { distribution, stagePerformance, performanceReport } from "../reports/performance.ts";
import { type CumulatedFile, latestRuns } from "./cumulated-file.ts";
import { PERFORMANCE_DATA } from "./names.ts";

/** The counts that are summed over runs. */
const counts = stagePerformance.pick({
  seconds: true,
  chunks: true,
  deadLetters: true,
  calls: true,
  attempts: true,
  retries: true,
  rateLimited: true,
});
const COUNTS = Object.keys(counts.shape) as readonly (keyof z.infer<typeof counts>)[];

/** The summary of one stage of a run. */
const stageSummary = stagePerformance
  .pick({
    stage: true,
    model: true,
    batchSize: true,
    chunksPerSecond: true,
    peakInFlight: true,
    perMinute: true,
    utilisation: true,
    bottlenecks: true,
  })
  .extend({ ...counts.shape, latencyMs: distribution.pick({ p50: true, p90: true, p99: true }).nullable() });

const stageTotals = counts.extend({ stage });

/** The summary of one run in `performance_data.json`. */
const runSummary = performanceReport
  .pick({ runId: true, startedAt: true, outcome: true, exitCode: true, seconds: true })
  .extend({ modelStages: z.array(stageSummary) });
export type RunSummary = Immutable<z.infer<typeof runSummary>>;

const performanceDataSchema = z.object({
  version: z.literal(1),
  /** The latest runs, oldest first. */
  runs: z.array(runSummary),
  /** Sums of all runs that were ever added. */
  totals: z.object({
    runs: z.number(),
    /** Total duration of the runs that did not crash. */
    seconds: z.number(),
    modelStages: z.array(stageTotals),
  }),
  /** One measurement per stage and profile, over all runs. */
  measurements: z.array(stageMeasurementSchema),
});

type PerformanceData = Immutable<z.infer<typeof performanceDataSchema>>;

/** The summary of a run: the fields of a report that the schema of summaries has. */
export function summariseRun(report: PerformanceReport): RunSummary {
  return runSummary.parse(report);
}

/** Each has a few hundred samples. Profiles beyond this number are old and are dropped. */
const MOST_MEASUREMENTS = 40;

/** Summaries of the runs of a workspace, and the measurements for estimates. */
export const PERFORMANCES: CumulatedFile<PerformanceData> = {
  name: PERFORMANCE_DATA,
  schema: performanceDataSchema,
  none: { version: 1, runs: [], totals: { runs: 0, seconds: 0, modelStages: [] }, measurements: [] },
  add: (data, { performance }, measurements) => addPerformance(data, performance, measurements),
};

function addPerformance(
  data: PerformanceData,
  report: PerformanceReport,
  measured: readonly StageMeasurement[],
): PerformanceData {
  if (data.runs.some(({ runId }) => runId === report.runId)) return data;
  return {
    ...data,
    runs: latestRuns([...data.runs, summariseRun(report)]),
    totals: {
      runs: data.totals.runs + 1,
      seconds: data.totals.seconds + (report.seconds ?? 0),
      modelStages: report.modelStages.reduce(addStage, data.totals.modelStages),
    },
    measurements: measured.reduce(addMeasurement, data.measurements).slice(-MOST_MEASUREMENTS),
  };
}

type StageTotals = PerformanceData["totals"]["modelStages"];

function addStage(totals: StageTotals, report: StagePerformance): StageTotals {
  const at = totals.findIndex((each) => each.stage === report.stage);
  const before = totals[at];
  if (before === undefined) return [...totals, stageTotals.parse(report)];
  const sums = COUNTS.map((key) => [key, before[key] + report[key]] as const);
  return totals.with(at, { ...before, ...Object.fromEntries(sums) });
}

/** Pools the measurements of one stage and profile. The measurement changed last is the last of the list. */
function addMeasurement(
  measurements: readonly StageMeasurement[],
  measured: StageMeasurement,
): readonly StageMeasurement[] {
  const isSame = ({ stage, profile }: StageMeasurement): boolean =>
    stage === measured.stage && profile === measured.profile;
  const before = measurements.find(isSame);
  const others = measurements.filter((each) => !isSame(each));
  return [...others, before === undefined ? measured : poolMeasurements(before, measured)];
}
