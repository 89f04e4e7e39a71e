import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { StageMeasurement } from "../../estimation/index.ts";
import { writeWhole } from "../../files/index.ts";
import type { RunReports } from "../reports/index.ts";
import { type CumulatedFile, MOST_RUNS } from "./cumulated-file.ts";
import { DamagedFile, readJson } from "./read-json.ts";
import { readRun, reportedRuns } from "./read-reports.ts";
import { jsonText } from "./json-text.ts";

type Runs = { readonly runs: readonly { readonly runId: string }[] };

/** Processes that write at the same moment finish within this number of rounds. */
const MOST_ROUNDS = 100;

/**
 * Adds a run to a cumulated file, and every other run that has a report and is missing: its addition failed or was
 * overwritten. There is no lock. A writer checks the file again after writing, so the last writer leaves all runs in it.
 * @throws the system's error when the file can neither be read nor written.
 */
export function cumulate<Data extends Runs>(
  folder: string,
  file: CumulatedFile<Data>,
  { reports: own, measurements }: { readonly reports: RunReports; readonly measurements: readonly StageMeasurement[] },
  warn: (sentence: string) => void,
): void {
  // The reports of other runs do not include their measurements.
  const add = (data: Data, reports: RunReports): Data => file.add(data, reports, reports === own ? measurements : []);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const data = readCumulated(folder, file, own.cost.runId, warn) ?? file.none;
    const isOwnLacking =
      round === 0 ? !data.runs.some(({ runId }) => runId === own.cost.runId) : lacks(data)(own.cost.runId);
    const lacking = [...othersLacking(folder, data, own.cost.runId), ...(isOwnLacking ? [own] : [])];
    if (lacking.length === 0) return;
    writeWhole(join(folder, file.name), jsonText(lacking.reduce(add, data)));
  }
}

/** Ids sort by time. A run older than all listed runs was added before. */
function lacks({ runs }: Runs): (run: string) => boolean {
  const known = new Set(runs.map(({ runId }) => runId));
  const oldest = runs.length < MOST_RUNS ? "" : (runs[0]?.runId ?? "");
  return (run) => run > oldest && !known.has(run);
}

function othersLacking(folder: string, data: Runs, own: string): readonly RunReports[] {
  const isLacking = lacks(data);
  return reportedRuns(folder)
    .filter((run) => run !== own && isLacking(run))
    .flatMap((run) => {
      try {
        return [readRun(folder, run)];
      } catch {
        // Reading that report directly reports the damage.
        return [];
      }
    });
}

/** Null when there is no file. A damaged or foreign file is moved aside, not overwritten. */
function readCumulated<Data>(
  folder: string,
  { name, schema }: Pick<CumulatedFile<Data>, "name" | "schema">,
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
    warn(
      `${path} could not be read: ${error.message}. It was moved to ${aside}, and a new file is made from the reports.`,
    );
    return null;
  }
}
