import { join } from "node:path";
import type { z } from "zod";
import type { ModelStage } from "../../ports/index.ts";
import type { CostReport, PerformanceReport } from "../reports/index.ts";
import { costDataSchema } from "./cost-data.ts";
import { COST_DATA, PERFORMANCE_DATA } from "./names.ts";
import { performanceDataSchema, type RunSummary, summariseRun } from "./performance-data.ts";
import { readJson } from "./read-json.ts";
import { readReports, reportedRuns } from "./read-reports.ts";

/** A run in a list of runs. */
export interface ListedRun extends Pick<PerformanceReport, "run" | "startedAt" | "outcome" | "seconds"> {
  /** Chunks that each stage settled; null where it had nothing to do, or was left out. */
  readonly extracted: number | null;
  readonly embedded: number | null;
  /** US dollars, with their bounds: as in the run's report. */
  readonly costUsd: CostReport["costUsd"];
  readonly costAtLeastUsd: CostReport["costAtLeastUsd"];
  readonly costAtMostUsd: CostReport["costAtMostUsd"];
}

/**
 * The runs that have a report, oldest first; what the cumulated files tell is not read from the reports again, and a
 * damaged report is left out.
 * @throws ColloquyError `invalid-input` where the folder cannot be read.
 */
export function listRuns(folder: string): readonly ListedRun[] {
  const performances = byRun(folder, PERFORMANCE_DATA, performanceDataSchema);
  const costs = byRun(folder, COST_DATA, costDataSchema);
  return reportedRuns(folder)
    .flatMap((id) => {
      const performance = performances.get(id);
      const cost = costs.get(id);
      return performance === undefined || cost === undefined ? readListed(folder, id) : [listed(performance, cost)];
    })
    .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

function byRun<Run extends { readonly run: string }>(
  folder: string,
  name: string,
  schema: z.ZodType<{ readonly runs: readonly Run[] }>,
): ReadonlyMap<string, Run> {
  try {
    return new Map(readJson(join(folder, name), schema).runs.map((each) => [each.run, each]));
  } catch {
    // The reports themselves tell as much.
    return new Map();
  }
}

function readListed(folder: string, run: string): readonly ListedRun[] {
  try {
    const { cost, performance } = readReports(folder, run);
    return [listed(summariseRun(performance), cost)];
  } catch {
    return [];
  }
}

function listed(
  { run, startedAt, outcome, seconds, modelStages }: RunSummary,
  { costUsd, costAtLeastUsd, costAtMostUsd }: Pick<CostReport, "costUsd" | "costAtLeastUsd" | "costAtMostUsd">,
): ListedRun {
  const settled = (name: ModelStage): number | null => modelStages.find(({ stage }) => stage === name)?.chunks ?? null;
  const [extracted, embedded] = [settled("extract"), settled("embed")];
  return { run, startedAt, outcome, seconds, extracted, embedded, costUsd, costAtLeastUsd, costAtMostUsd };
}
