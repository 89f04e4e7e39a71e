import { redact } from "../config/index.ts";
import { removeFolders } from "../files/index.ts";
import { createRunLog, runHeading, type RunLog, type RunOutcome } from "../metrics/index.ts";
import type { TraceLink } from "../model/index.ts";
import type { IngestResult, RunListener } from "../pipeline/index.ts";
import { exitCodeOf, isInterruption } from "./exit-code.ts";
import { logged } from "./logged.ts";
import type { RunOptions } from "./run-options.ts";
import { openRunReports, type RunReporting } from "./run-reports.ts";
import { type BeginTrace, traced } from "./traced.ts";
import { whenProcessEnds } from "./when-process-ends.ts";

/** Where a run is recorded. */
export interface RunRecords {
  readonly run: string;
  readonly workspace: string;
  readonly log: RunLog;
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
    return { run, workspace, log, reports };
  } catch (error) {
    removeFolders(reports.madeFolders);
    throw error;
  }
}

/** What is reported of: what was refused before it began leaves no report. */
const BEGINNINGS: ReadonlySet<string> = new Set(["run.started", "attempt.completed"]);

/** How a run is recorded, as what runs it needs it. */
export interface Recording {
  readonly beginTrace: BeginTrace;
  /** Runs, and writes the reports, however that ends. */
  readonly reported: (run: () => Promise<IngestResult>) => Promise<IngestResult>;
}

/**
 * Runs with a log, with reports and with a trace that hear its events. However it ends, with the process too, the reports
 * are written then, before anybody waits for a receiver of traces, and once more when it is known where the trace can be
 * looked at; and the log has the last word of all of them.
 */
export function recorded<Options extends RunOptions>(
  { run, workspace, log, reports }: RunRecords,
  options: Options,
  work: (recording: Recording, options: Options) => Promise<IngestResult>,
): Promise<IngestResult> {
  return logged(log, runHeading(run, workspace), options, (logging) => {
    const { onEvent: tell = () => undefined } = logging;
    const { hear, finish, link } = reporting(reports, tell);
    const reported: Recording["reported"] = async (running) => {
      const result = await running().catch((error: unknown) => {
        finish(failureOf(error, options.signal));
        throw error;
      });
      const { exitCode } = result;
      finish({ outcome: exitCode === BUDGET_REACHED ? "budget-reached" : "completed", exitCode, failure: null });
      return result;
    };
    const recordedWork = async (beginTrace: BeginTrace, heard: Options): Promise<IngestResult> => {
      using _ending = whenProcessEnds((exitCode) => {
        const end = cutShort(exitCode);
        log.note(end.failure);
        finish(end);
      });
      return await work({ beginTrace, reported }, heard);
    };
    return traced({ run, workspace, work: recordedWork, onLinks: link }, { ...logging, onEvent: hear });
  });
}

interface Reporting {
  readonly hear: RunListener;
  /** The first time: how a run ended does not change. */
  readonly finish: (end: RunOutcome) => void;
  readonly link: (traces: readonly TraceLink[]) => void;
}

/** Hears of the run on behalf of its reports, and writes them. */
function reporting(reports: RunReporting, tell: RunListener): Reporting {
  let begun = false;
  let finished = false;
  return {
    hear: (event) => {
      begun ||= BEGINNINGS.has(event.event);
      reports.hear(event);
      tell(event);
    },
    finish: (end) => {
      if (!begun || finished) return;
      finished = true;
      const { files, warnings, advice } = reports.finish(end);
      for (const message of warnings) tell({ event: "warning", message });
      tell({ event: "reports.written", files, advice });
    },
    link: (traces) => {
      for (const message of reports.link(traces)) tell({ event: "warning", message });
    },
  };
}

function failureOf(error: unknown, signal: AbortSignal | undefined): RunOutcome {
  return {
    outcome: isInterruption(error) ? "interrupted" : "failed",
    exitCode: exitCodeOf(error, signal),
    failure: redact(error instanceof Error ? error.message : String(error)),
  };
}

/** Those of signals are above. */
const HIGHEST_OWN_EXIT_CODE = 128;

function cutShort(exitCode: number): RunOutcome & { readonly failure: string } {
  const outcome = exitCode > HIGHEST_OWN_EXIT_CODE ? "interrupted" : "failed";
  return { outcome, exitCode, failure: "The process was ended at once, with what was in flight." };
}

const BUDGET_REACHED = 4;
