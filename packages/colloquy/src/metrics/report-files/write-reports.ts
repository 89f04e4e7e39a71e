import { join } from "node:path";
import type { StageMeasurement } from "../../estimation/index.ts";
import { describeSystemError } from "../../model/index.ts";
import { renderTextReport } from "../text-report/text-report.ts";
import { makeFolders } from "../../files/index.ts";
import type { RunReports } from "../reports/index.ts";
import { addPerformance, NO_PERFORMANCE, type PerformanceData, performanceDataSchema } from "./performance-data.ts";
import { addCosts, type CostData, costDataSchema, NO_COSTS } from "./cost-data.ts";
import { cumulate, type CumulatedFile } from "./cumulate.ts";
import { COST_DATA, PERFORMANCE_DATA, runFileNames } from "./names.ts";
import { jsonText, writeWhole } from "./write-whole.ts";

/** What became of the reports of a run. */
export interface WrittenReports {
  /** Paths of those that were written. */
  readonly files: readonly string[];
  /** A sentence for whatever went wrong. */
  readonly warnings: readonly string[];
}

/** A file to be written, which may fail, and may have something to tell. */
interface Planned {
  readonly name: string;
  readonly write: (path: string, warn: (sentence: string) => void) => void;
}

/**
 * Writes the four files of a run and adds it to the two that are cumulated over runs. Each appears whole or stays as it
 * was; a folder that is gone is made again. Never throws: what could not be written is told, and the others are.
 * @param measurements what estimates learn from this run.
 * @param page makes the page of the run.
 */
export function writeReports(
  folder: string,
  reports: RunReports,
  measurements: readonly StageMeasurement[],
  page: () => string,
): WrittenReports {
  const costs: CumulatedFile<CostData> = {
    name: COST_DATA,
    schema: costDataSchema,
    none: NO_COSTS,
    add: (data, added) => addCosts(data, added.cost),
  };
  const performances: CumulatedFile<PerformanceData> = {
    name: PERFORMANCE_DATA,
    schema: performanceDataSchema,
    none: NO_PERFORMANCE,
    // What another run measured is not in its reports.
    add: (data, added) =>
      addPerformance(data, added.performance, added === reports ? measurements : []),
  };
  return writeAll(folder, [
    // The cumulated files are made of these.
    ...filesOfRun(reports, page),
    { name: COST_DATA, write: (_, warn) => cumulate(folder, costs, reports, warn) },
    { name: PERFORMANCE_DATA, write: (_, warn) => cumulate(folder, performances, reports, warn) },
  ]);
}

/**
 * Writes the four files of a run again, where something became known after `writeReports`. Never throws.
 * @returns a sentence for whatever went wrong.
 */
export function rewriteReports(folder: string, reports: RunReports, page: () => string): readonly string[] {
  return writeAll(folder, filesOfRun(reports, page)).warnings;
}

function filesOfRun(reports: RunReports, page: () => string): readonly Planned[] {
  const { cost, performance } = reports;
  const names = runFileNames(cost.run);
  const whole = (name: string, text: () => string): Planned => ({ name, write: (path) => writeWhole(path, text()) });
  return [
    whole(names.cost, () => jsonText(cost)),
    whole(names.performance, () => jsonText(performance)),
    whole(names.text, () => renderTextReport(reports)),
    whole(names.page, page),
  ];
}

function writeAll(folder: string, planned: readonly Planned[]): WrittenReports {
  const files: string[] = [];
  const warnings: string[] = [];
  const failed = new Map<string, string[]>();
  for (const { name, write } of planned) {
    try {
      makeFolders(folder);
      write(join(folder, name), (sentence) => warnings.push(sentence));
      files.push(join(folder, name));
    } catch (error) {
      const reason = describeSystemError(error);
      failed.set(reason, [...(failed.get(reason) ?? []), name]);
    }
  }
  for (const [reason, names] of failed)
    warnings.push(`Of the reports in ${folder}, ${names.join(", ")} could not be written: ${reason}.`);
  return { files, warnings };
}
