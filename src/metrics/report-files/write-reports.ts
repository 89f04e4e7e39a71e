import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { LaneMeasurement } from "../../estimation/index.ts";
import { describeSystemError } from "../../model/index.ts";
import { renderCombinedReport } from "../combined-text/index.ts";
import type { RunReports } from "../reports.ts";
import { addPerformance } from "./add-performance.ts";
import { addCosts, costDataSchema, NO_COSTS } from "./cost-data.ts";
import { COST_DATA, PERFORMANCE_DATA, runFileNames } from "./names.ts";
import { NO_PERFORMANCE, performanceDataSchema } from "./performance-data.ts";
import { DamagedFile, readJson } from "./read-json.ts";
import { writeWhole } from "./write-whole.ts";

/** What became of the reports of a run. */
export interface WrittenReports {
  /** Paths of those that were written. */
  readonly files: readonly string[];
  /** A sentence for whatever went wrong. */
  readonly warnings: readonly string[];
}

/** A file to be written; making its text may fail, and may have something to tell. */
interface Planned {
  readonly name: string;
  readonly text: (warn: (sentence: string) => void) => string;
}

/**
 * Writes the four files of a run and adds it to the two that are cumulated over runs. Each appears whole or stays as it
 * was. Never throws: what could not be written is told, and the others are.
 * @param page makes the page of the run.
 */
export function writeReports(
  folder: string,
  reports: RunReports,
  measurements: readonly LaneMeasurement[],
  page: () => string,
): WrittenReports {
  const { cost, performance } = reports;
  const names = runFileNames(cost.run);
  const cumulated = <Data>(name: string, schema: z.ZodType<Data>, none: Data, add: (data: Data) => Data): Planned => ({
    name,
    text: (warn) => json(add(readCumulated(folder, name, schema, cost.run, warn) ?? none)),
  });
  return writeAll(folder, [
    { name: names.cost, text: () => json(cost) },
    { name: names.performance, text: () => json(performance) },
    { name: names.text, text: () => renderCombinedReport(reports) },
    { name: names.page, text: page },
    cumulated(COST_DATA, costDataSchema, NO_COSTS, (data) => addCosts(data, cost)),
    cumulated(PERFORMANCE_DATA, performanceDataSchema, NO_PERFORMANCE, (data) =>
      addPerformance(data, performance, measurements),
    ),
  ]);
}

function writeAll(folder: string, planned: readonly Planned[]): WrittenReports {
  const files: string[] = [];
  const warnings: string[] = [];
  const failed = new Map<string, string[]>();
  for (const { name, text } of planned) {
    try {
      writeWhole(
        join(folder, name),
        text((sentence) => warnings.push(sentence)),
      );
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

/** Null where there is none yet. One that is damaged, or somebody else's, is moved aside and not overwritten. */
function readCumulated<Data>(
  folder: string,
  name: string,
  schema: z.ZodType<Data>,
  run: string,
  warn: (sentence: string) => void,
): Data | null {
  const path = join(folder, name);
  if (!existsSync(path)) return null;
  try {
    return readJson(path, schema);
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
    const aside = `${path}.broken-${run}`;
    renameSync(path, aside);
    warn(`${path} could not be read: ${error.message}. It was moved to ${aside}, and a new one is begun.`);
    return null;
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
