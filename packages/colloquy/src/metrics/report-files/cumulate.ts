import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { RunReports } from "../reports/index.ts";
import { MOST_RUNS } from "./cost-data.ts";
import { DamagedFile, readJson } from "./read-json.ts";
import { readRun, reportedRuns } from "./read-reports.ts";
import { jsonText, writeWhole } from "./write-whole.ts";

/** A file that grows by a run each time, and knows its latest runs one by one. */
export interface CumulatedFile<Data> {
  readonly name: string;
  readonly schema: z.ZodType<Data>;
  readonly none: Data;
  readonly add: (data: Data, reports: RunReports) => Data;
}

type Runs = { readonly runs: readonly { readonly run: string }[] };

/** Others that write at the same moment come to an end, each after one file of its own. */
const MOST_ROUNDS = 100;

/**
 * Adds a run to a cumulated file, and every other that has a report and is not in it: of runs that ended while it was not
 * written, or whose addition was overwritten. Nobody is locked out meanwhile. Whoever writes looks afterwards whether the
 * file lacks a run, so that the last to write has them all.
 * @throws the system's error where it can neither be read nor written.
 */
export function cumulate<Data extends Runs>(
  folder: string,
  file: CumulatedFile<Data>,
  own: RunReports,
  warn: (sentence: string) => void,
): void {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const data = readCumulated(folder, file, own.cost.run, warn) ?? file.none;
    const isOwnLacking = round === 0 ? !data.runs.some(({ run }) => run === own.cost.run) : lacks(data)(own.cost.run);
    const lacking = [...othersLacking(folder, data, own.cost.run), ...(isOwnLacking ? [own] : [])];
    if (lacking.length === 0) return;
    writeWhole(join(folder, file.name), jsonText(lacking.reduce(file.add, data)));
  }
}

/** Ids sort by time. One that is older than all that are kept one by one was added when it was new. */
function lacks({ runs }: Runs): (run: string) => boolean {
  const known = new Set(runs.map(({ run }) => run));
  const oldest = runs.length < MOST_RUNS ? "" : (runs[0]?.run ?? "");
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
        // Whoever asks for that report is told that it is damaged.
        return [];
      }
    });
}

/** Null where there is none yet. One that is damaged, or somebody else's, is moved aside and not overwritten. */
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
    warn(`${path} could not be read: ${error.message}. It was moved to ${aside}, and a new one is made of the reports.`);
    return null;
  }
}
