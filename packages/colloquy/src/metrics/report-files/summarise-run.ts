import type { LanePerformance, PerformanceReport } from "../reports/index.ts";
import type { Counts, LaneSummary, RunSummary } from "./performance-data.ts";

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
export function countsOf({ seconds, chunks, deadLetters, calls, attempts, retries, rateLimited }: Counts): Counts {
  return { seconds, chunks, deadLetters, calls, attempts, retries, rateLimited };
}
