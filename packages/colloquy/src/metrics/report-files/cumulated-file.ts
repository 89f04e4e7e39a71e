import type { z } from "zod";
import type { StageMeasurement } from "../../estimation/index.ts";
import type { RunReports } from "../reports/index.ts";

/** A file that gains a run each time and lists its latest runs one by one. */
export interface CumulatedFile<Data> {
  readonly name: string;
  readonly schema: z.ZodType<Data>;
  readonly none: Data;
  /** Adds a run; returns `data` unchanged when the run is in it. */
  readonly add: (data: Data, reports: RunReports, measurements: readonly StageMeasurement[]) => Data;
}

/** Runs that are listed one by one; older runs are in the totals only. */
export const MOST_RUNS = 1_000;

/** The runs that are listed one by one, in the order of their start. */
export function latestRuns<Run extends { readonly startedAt: string }>(runs: readonly Run[]): readonly Run[] {
  return runs
    .toSorted((one, other) => Number(one.startedAt > other.startedAt) - Number(one.startedAt < other.startedAt))
    .slice(-MOST_RUNS);
}
