import { join } from "node:path";
import type { StageMeasurement } from "../../estimation/index.ts";
import { describeSystemError } from "../../model/index.ts";
import { renderTextReport } from "../text-report/text-report.ts";
import { makeFolders, writeWhole } from "../../files/index.ts";
import type { RunReports } from "../reports/index.ts";
import { PERFORMANCES } from "./performance-data.ts";
import { COSTS } from "./cost-data.ts";
import { cumulate } from "./cumulate.ts";
import { runFileNames } from "./names.ts";
import { jsonText } from "./json-text.ts";

/** The result of writing the reports of a run. */
export interface WrittenReports {
  /** Paths of the written files. */
  readonly files: readonly string[];
  /** One sentence per problem. */
  readonly warnings: readonly string[];
}

/** A file to write; writing may fail or warn. */
interface Planned {
  readonly name: string;
  readonly write: (path: string, warn: (sentence: string) => void) => void;
}

/**
 * Writes the four files of a run and adds the run to the two cumulated files. Each file is replaced as a whole or stays
 * unchanged; a missing folder is created. Never throws: a file that cannot be written is reported as a warning, and the
 * other files are written.
 * @param measurements the measurements of this run, for estimates.
 * @param page makes the page of the run.
 */
export function writeReports(
  folder: string,
  reports: RunReports,
  measurements: readonly StageMeasurement[],
  page: () => string,
): WrittenReports {
  const own = { reports, measurements };
  return writeAll(folder, [
    // The cumulated files are made from the files of the runs.
    ...filesOfRun(reports, page),
    { name: COSTS.name, write: (_, warn) => cumulate(folder, COSTS, own, warn) },
    { name: PERFORMANCES.name, write: (_, warn) => cumulate(folder, PERFORMANCES, own, warn) },
  ]);
}

/**
 * Writes the four files of a run again, with data that became known after `writeReports`. Never throws.
 * @returns one sentence per problem.
 */
export function rewriteReports(folder: string, reports: RunReports, page: () => string): readonly string[] {
  return writeAll(folder, filesOfRun(reports, page)).warnings;
}

function filesOfRun(reports: RunReports, page: () => string): readonly Planned[] {
  const { cost, performance } = reports;
  const names = runFileNames(cost.runId);
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
    warnings.push(`These reports could not be written to ${folder}: ${names.join(", ")} (${reason}).`);
  return { files, warnings };
}
