import { z } from "zod";
import { type LaneMeasurement, laneMeasurementSchema, poolMeasurements } from "../../estimation/index.ts";
import type { Immutable } from "../../model/index.ts";
import type { LanePerformance, PerformanceReport } from "../reports/index.ts";
import { lane } from "../reports/parts.ts";
import { distribution, lanePerformance, performanceReport } from "../reports/performance.ts";
import { latestRuns } from "./cost-data.ts";

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
const COUNTS = Object.keys(counts.shape) as readonly (keyof Counts)[];

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

/** A run in short. */
export function summariseRun(report: PerformanceReport): RunSummary {
  const { run, startedAt, outcome, exitCode, seconds, lanes } = report;
  return { run, startedAt, outcome, exitCode, seconds, lanes: lanes.map(summariseLane) };
}

function summariseLane(report: LanePerformance): LaneSummary {
  const { lane, model, batchSize, chunksPerSecond, peakInFlight, perMinute, utilisation, bottlenecks, latencyMs } = report;
  const latency = latencyMs === null ? null : { p50: latencyMs.p50, p90: latencyMs.p90, p99: latencyMs.p99 };
  return {
    lane,
    model,
    batchSize,
    ...countsOf(report),
    chunksPerSecond,
    peakInFlight,
    latencyMs: latency,
    perMinute,
    utilisation,
    bottlenecks,
  };
}

/** What adds up over runs. */
function countsOf({ seconds, chunks, deadLetters, calls, attempts, retries, rateLimited }: Counts): Counts {
  return { seconds, chunks, deadLetters, calls, attempts, retries, rateLimited };
}

/** Each holds a few hundred samples; profiles that nobody used for so long tell little. */
const MOST_MEASUREMENTS = 40;

/** With one more run; unchanged where it is among them. */
export function addPerformance(
  data: PerformanceData,
  report: PerformanceReport,
  measured: readonly LaneMeasurement[],
): PerformanceData {
  if (data.runs.some(({ run }) => run === report.run)) return data;
  return {
    ...data,
    runs: latestRuns([...data.runs, summariseRun(report)]),
    totals: {
      runs: data.totals.runs + 1,
      seconds: data.totals.seconds + (report.seconds ?? 0),
      lanes: report.lanes.reduce(addLane, data.totals.lanes),
    },
    measurements: measured.reduce(addMeasurement, data.measurements).slice(-MOST_MEASUREMENTS),
  };
}

type LaneTotals = PerformanceData["totals"]["lanes"];

function addLane(totals: LaneTotals, report: LanePerformance): LaneTotals {
  const at = totals.findIndex((each) => each.lane === report.lane);
  const before = totals[at];
  if (before === undefined) return [...totals, { lane: report.lane, ...countsOf(report) }];
  const sums = COUNTS.map((key) => [key, before[key] + report[key]] as const);
  return totals.with(at, { ...before, ...Object.fromEntries(sums) });
}

/** Of one lane and profile there is one, of all runs together; the last that was added to is the last of the list. */
function addMeasurement(
  measurements: readonly LaneMeasurement[],
  measured: LaneMeasurement,
): readonly LaneMeasurement[] {
  const isSame = ({ lane, profile }: LaneMeasurement): boolean => lane === measured.lane && profile === measured.profile;
  const before = measurements.find(isSame);
  const others = measurements.filter((each) => !isSame(each));
  return [...others, before === undefined ? measured : poolMeasurements(before, measured)];
}
