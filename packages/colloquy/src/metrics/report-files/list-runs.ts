import { join } from "node:path";
import type { ModelStage, Page } from "../../ports/index.ts";
import type { CostReport, PerformanceReport } from "../reports/index.ts";
import type { CumulatedFile } from "./cumulated-file.ts";
import { COSTS } from "./cost-data.ts";
import { PERFORMANCES, type RunSummary, summariseRun } from "./performance-data.ts";
import { readJson } from "./read-json.ts";
import { readReports, reportedRuns } from "./read-reports.ts";

/** A run in a list of runs. */
export interface ListedRun extends Pick<PerformanceReport, "runId" | "startedAt" | "outcome" | "seconds"> {
  /** Chunks that each stage settled; null when the stage had no chunks or was left out. */
  readonly extracted: number | null;
  readonly embedded: number | null;
  /** US dollars with their bounds, as in the report of the run. */
  readonly costUsd: CostReport["costUsd"];
  readonly costAtLeastUsd: CostReport["costAtLeastUsd"];
  readonly costAtMostUsd: CostReport["costAtMostUsd"];
}

/**
 * The runs that have a report, oldest first. Runs in the cumulated files are not read from their reports; damaged reports
 * are left out.
 * @throws ColloquyError `invalid-input` when the folder cannot be read.
 */
export function listRuns(folder: string): readonly ListedRun[] {
  return readRuns(folder, reportedRuns(folder)).toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}

/**
 * A page of the runs that have a report, the latest first: their ids begin with the time. Only the reports of the page are
 * read; damaged ones are left out.
 * @throws ColloquyError `invalid-input` when the folder cannot be read.
 */
export function listLatestRuns(folder: string, { after, limit }: Page<string>): readonly ListedRun[] {
  const ids = reportedRuns(folder).toSorted().toReversed();
  const wanted = after === undefined ? ids : ids.filter((id) => id < after);
  return readRuns(folder, wanted, limit);
}

function readRuns(folder: string, ids: readonly string[], most = ids.length): readonly ListedRun[] {
  const performances = byRun(folder, PERFORMANCES);
  const costs = byRun(folder, COSTS);
  const runs: ListedRun[] = [];
  for (const id of ids) {
    if (runs.length >= most) break;
    const performance = performances.get(id);
    const cost = costs.get(id);
    runs.push(
      ...(performance === undefined || cost === undefined ? readListed(folder, id) : [listed(performance, cost)]),
    );
  }
  return runs;
}

function byRun<Run extends { readonly runId: string }>(
  folder: string,
  { name, schema }: Pick<CumulatedFile<{ readonly runs: readonly Run[] }>, "name" | "schema">,
): ReadonlyMap<string, Run> {
  try {
    return new Map(readJson(join(folder, name), schema).runs.map((each) => [each.runId, each]));
  } catch {
    // The reports have the same data.
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
  { runId, startedAt, outcome, seconds, modelStages }: RunSummary,
  { costUsd, costAtLeastUsd, costAtMostUsd }: Pick<CostReport, "costUsd" | "costAtLeastUsd" | "costAtMostUsd">,
): ListedRun {
  const settled = (name: ModelStage): number | null => modelStages.find(({ stage }) => stage === name)?.chunks ?? null;
  const [extracted, embedded] = [settled("extract"), settled("embed")];
  return { runId, startedAt, outcome, seconds, extracted, embedded, costUsd, costAtLeastUsd, costAtMostUsd };
}
