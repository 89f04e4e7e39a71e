import { redact } from "../config/index.ts";
import { createRunLog, removeFolders, type RunLog, type RunOutcome } from "../metrics/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { IngestResult } from "../pipeline/index.ts";
import { logged } from "./logged.ts";
import type { RunOptions } from "./run-options.ts";
import { openRunReports, type RunReporting } from "./run-reports.ts";
import { whenProcessEnds } from "./when-process-ends.ts";

/** Where a run is recorded. */
export interface RunRecords {
  readonly log: RunLog;
  /** The first line of the run in the log. */
  readonly heading: string;
  readonly reports: RunReporting;
}

export interface RecordPlaces {
  readonly logFile: string;
  /** The folder of the workspace's reports. */
  readonly reportsIn: string;
  readonly workspace: string;
  /** Names the run. */
  readonly run: string;
  readonly startedAt: Date;
}

/**
 * Opens the log, and makes sure that reports can be written: both, or neither.
 * @throws ColloquyError `invalid-input` where one of them cannot be written.
 */
export function openRecords(
  { logFile, reportsIn, workspace, run, startedAt }: RecordPlaces,
  { onEvent, maxCost }: RunOptions,
): RunRecords {
  const about = { folder: reportsIn, workspace, run, startedAt };
  const reports = openRunReports(maxCost === undefined ? about : { ...about, maxCost });
  try {
    const log = createRunLog(logFile, Date.now, (message) => onEvent?.({ event: "warning", message }));
    return { reports, log, heading: `run ${run} of workspace ${workspace}` };
  } catch (error) {
    removeFolders(reports.madeFolders);
    throw error;
  }
}

/** What is reported of: what was refused before it began leaves no report. */
const BEGINNINGS: ReadonlySet<string> = new Set(["run.started", "attempt.completed"]);

/** Runs with a log and with reports that hear its events, and writes the reports however it ends, with the process too. */
export async function recorded<Options extends RunOptions, Result extends IngestResult>(
  { log, heading, reports }: RunRecords,
  options: Options,
  run: (options: Options) => Promise<Result>,
): Promise<Result> {
  const { onEvent: listen = () => undefined } = options;
  let begun = false;
  const hear: typeof listen = (event) => {
    begun ||= BEGINNINGS.has(event.event);
    reports.hear(event);
    listen(event);
  };
  const finish = (end: RunOutcome): void => {
    if (!begun) return;
    const { files, warnings, advice } = reports.finish(end);
    for (const message of warnings) listen({ event: "warning", message });
    listen({ event: "reports.written", files, advice });
  };
  using _ending = whenProcessEnds((exitCode) => finish(cutShort(exitCode)));
  try {
    const result = await logged(log, heading, { ...options, onEvent: hear }, run);
    const { exitCode } = result;
    finish({ outcome: exitCode === BUDGET_REACHED ? "budget-reached" : "completed", exitCode, failure: null });
    return result;
  } catch (error) {
    finish(failureOf(error));
    throw error;
  }
}

function failureOf(error: unknown): RunOutcome {
  const failure = redact(error instanceof Error ? error.message : String(error));
  if (!ColloquyError.isInstance(error)) return { outcome: "failed", exitCode: 1, failure };
  return { outcome: error.code === "interrupted" ? "interrupted" : "failed", exitCode: error.exitCode, failure };
}

/** Those of signals are above. */
const HIGHEST_OWN_EXIT_CODE = 128;

function cutShort(exitCode: number): RunOutcome {
  const outcome = exitCode > HIGHEST_OWN_EXIT_CODE ? "interrupted" : "failed";
  return { outcome, exitCode, failure: "The process was ended at once, with what was in flight." };
}

const BUDGET_REACHED = 4;
