import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import type { StageMeasurement } from "../../estimation/index.ts";
import { ColloquyError, describeSystemError, suggestion, systemErrorCode } from "../../model/index.ts";
import { costReport } from "../reports/cost.ts";
import type { RunReports } from "../reports/index.ts";
import { performanceReport } from "../reports/performance.ts";
import { reportedRun, runFileNames } from "./names.ts";
import { PERFORMANCES } from "./performance-data.ts";
import { DamagedFile, readJson } from "./read-json.ts";

/** A run id begins with the second in which the run started. */
const SECOND = "20260301-140509".length;
const SHOWN_RUNS = 3;

/**
 * The reports of a run.
 * @param run its id, or a unique prefix of it; null: the latest run.
 * @throws ColloquyError `not-found` when no run or several runs match, `invalid-input` for a damaged file.
 */
export function readReports(folder: string, run: string | null): RunReports {
  const runs = reportedRuns(folder);
  if (runs.length === 0)
    throw new ColloquyError(
      "not-found",
      `No run has a report in ${folder} yet. Run \`colloquy ingest\`, or name other reports with --workspace or --output-dir.`,
    );
  return readRun(folder, run === null ? latest(folder, runs) : findRun(folder, run, runs));
}

/** Ids of the runs that have both reports, oldest first. */
export function reportedRuns(folder: string): readonly string[] {
  const names = namesIn(folder);
  const found = new Set(names);
  const runs = new Set(names.map(reportedRun).filter((run) => run !== null));
  return [...runs]
    .filter((run) => found.has(runFileNames(run).cost) && found.has(runFileNames(run).performance))
    .toSorted();
}

/** Whether a run has both reports. */
export function hasReport(folder: string, run: string): boolean {
  const { cost, performance } = runFileNames(run);
  return [cost, performance].every((name) => existsSync(join(folder, name)));
}

/** The measurements of earlier runs, for estimates; empty when they cannot be read. */
export function readMeasurements(folder: string): readonly StageMeasurement[] {
  try {
    return readJson(join(folder, PERFORMANCES.name), PERFORMANCES.schema).measurements;
  } catch {
    return [];
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === "ENOENT") return [];
    throw new ColloquyError(
      "invalid-input",
      `The reports in ${folder} cannot be read: ${describeSystemError(error)}. Name another folder with --output-dir.`,
      { cause: error },
    );
  }
}

/** For runs that started in the same second, the times in their reports decide. */
function latest(folder: string, runs: readonly string[]): string {
  const last = runs.at(-1) ?? "";
  const tied = runs.filter((run) => run.slice(0, SECOND) === last.slice(0, SECOND));
  if (tied.length === 1) return last;
  const began = (run: string): string => read(folder, runFileNames(run).cost, costReport).startedAt;
  return tied.map((run) => ({ run, began: began(run) })).reduce((a, b) => (b.began > a.began ? b : a)).run;
}

function findRun(folder: string, wanted: string, runs: readonly string[]): string {
  if (runs.includes(wanted)) return wanted;
  const meant = runs.filter((run) => run.startsWith(wanted));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  if (only !== undefined)
    throw new ColloquyError(
      "not-found",
      `${meant.length} runs begin with ${wanted}: ${meant.slice(-SHOWN_RUNS).join(", ")}${meant.length > SHOWN_RUNS ? " and others" : ""}. Give more characters of the id.`,
    );
  throw new ColloquyError(
    "not-found",
    `No run ${wanted} has a report in ${folder}.${suggestion(wanted, runs)} \`colloquy report --list\` lists all runs with a report.`,
  );
}

/**
 * The reports of the run with exactly this id.
 * @throws ColloquyError `invalid-input` when a report is missing or damaged.
 */
export function readRun(folder: string, run: string): RunReports {
  const names = runFileNames(run);
  return {
    cost: read(folder, names.cost, costReport),
    performance: read(folder, names.performance, performanceReport),
  };
}

function read<Value>(folder: string, name: string, schema: z.ZodType<Value>): Value {
  const path = join(folder, name);
  try {
    return readJson(path, schema);
  } catch (error) {
    const reason = error instanceof DamagedFile ? error.message : describeSystemError(error);
    throw new ColloquyError(
      "invalid-input",
      `The report ${path} cannot be read: ${reason}. Name another run; \`colloquy report --list\` lists all.`,
      { cause: error },
    );
  }
}
