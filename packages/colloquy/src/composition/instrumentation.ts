import { CallAccount, spanFailure } from "../calls/index.ts";
import { redact } from "../text/index.ts";
import { removeFolders } from "../files/index.ts";
import { createRunLog, runHeading, type RunLog, type RunOutcome } from "../metrics/index.ts";
import { ColloquyError, exitCodeOf, type TraceLink, traceText } from "../model/index.ts";
import type { IngestResult } from "../pipeline/index.ts";
import type { RunEnd, RunSpan, Telemetry } from "../ports/index.ts";
import { logPlace } from "./log-place.ts";
import type { RunEvents } from "./run-events.ts";
import type { RunOptions } from "./run-options.ts";
import { openRunReports, reportFolder, type RunReporting } from "./run-reports.ts";
import { openTelemetry } from "./telemetry.ts";
import { whenProcessEnds } from "./when-process-ends.ts";
import { createWorkspaceFolder, type WorkspaceFolder } from "./workspace-folder.ts";

/** The run that is recorded. */
export interface RecordedRun {
  readonly events: RunEvents;
  readonly folder: WorkspaceFolder;
  readonly startedAt: Date;
}

/** The instrumentation that the run uses. */
export interface Recording {
  readonly account: CallAccount;
  /** Begins the run's span. Call it after all checks, so that a refused run has no trace. */
  readonly beginTrace: () => { readonly span: RunSpan; readonly wantsContent: boolean };
  /** Runs the work, then writes the reports, also after a failure. */
  readonly reported: (run: () => Promise<IngestResult>) => Promise<IngestResult>;
}

/**
 * Creates the folder of the workspace, the log and the folder of the reports, all or none. Then runs with a log, reports
 * and a trace. Log and reports listen to the events; budget, progress, log, reports and span read the account. At the
 * end, also when the process exits: the reports are written, then the span ends and is sent, then the link to the trace
 * is added to the reports. The failure of a run is the last line of its log.
 * @throws ColloquyError `invalid-input` when a folder or the log cannot be written.
 */
export async function instrumented(
  run: RecordedRun,
  options: RunOptions,
  work: (recording: Recording) => Promise<IngestResult>,
): Promise<IngestResult> {
  const { events, folder } = run;
  const { signal } = options;
  const account = new CallAccount();
  const { log: opened, reports } = openRecorders(run, options, account);
  using log = opened;
  events.addFirst(log.record);
  events.addFirst(reports.listen);
  return await logged(log, runHeading(events.runId, folder.name), async () => {
    await using receivers = await openReceivers(options, events);
    const trace = new RunTrace(receivers.telemetry, run, account);
    const finish = finishOnce(reports, events);
    const reported: Recording["reported"] = async (running) => {
      const result = await running().catch((error: unknown) => {
        finish(failureOf(error, signal));
        throw error;
      });
      const { outcome, exitCode } = result;
      finish({ outcome: outcome === "budget-reached" ? outcome : "completed", exitCode, failure: null });
      return result;
    };
    const publishLinks = async (): Promise<readonly TraceLink[]> => {
      const links = await trace.links();
      for (const link of links) events.notice(`The run's trace: ${traceText(link)}`);
      if (links.length > 0) reports.link(links).forEach(events.warn);
      return links;
    };
    let result: IngestResult;
    try {
      using _ending = whenProcessEnds((exitCode) => {
        const end = exitOutcome(exitCode);
        log.note(end.failure);
        finish(end);
      });
      result = await work({ account, beginTrace: () => trace.begin(), reported });
    } catch (error) {
      const { kind, message } = spanFailure(error);
      trace.end(exitCodeOf(error, signal), { kind, message: redact(message) });
      await publishLinks();
      throw error;
    }
    trace.end(result.exitCode, null);
    return { ...result, traces: await publishLinks() };
  });
}

function openRecorders(
  { events, folder, startedAt }: RecordedRun,
  options: RunOptions,
  account: CallAccount,
): { readonly log: RunLog; readonly reports: RunReporting } {
  const { maxCostUsd } = options;
  const workspaceFolders = createWorkspaceFolder(folder);
  let reportFolders: readonly string[] = [];
  try {
    const reports = openRunReports({
      folder: reportFolder(options.outputDir, folder.name),
      workspace: folder.name,
      runId: events.runId,
      startedAt,
      account,
      ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
    });
    reportFolders = reports.madeFolders;
    return { reports, log: createRunLog(logPlace(options, folder), { onFailure: events.warn, account }) };
  } catch (error) {
    removeFolders(reportFolders);
    removeFolders(workspaceFolders);
    throw error;
  }
}

/** Writes a heading and, at the end, the failure to the log. */
export async function logged<Result>(log: RunLog, heading: string, run: () => Promise<Result>): Promise<Result> {
  log.note(heading);
  try {
    return await run();
  } catch (error) {
    log.note(redact(error instanceof Error ? error.message : String(error)));
    throw error;
  }
}

/** The span of a run. It exists from the first stage on. */
class RunTrace {
  readonly #telemetry: Telemetry;
  readonly #run: RecordedRun;
  readonly #account: CallAccount;
  #span: RunSpan | null = null;

  constructor(telemetry: Telemetry, run: RecordedRun, account: CallAccount) {
    this.#telemetry = telemetry;
    this.#run = run;
    this.#account = account;
  }

  begin(): ReturnType<Recording["beginTrace"]> {
    const { events, folder } = this.#run;
    this.#span ??= this.#telemetry.run({ runId: events.runId, workspace: folder.name });
    return { span: this.#span, wantsContent: this.#telemetry.wantsContent };
  }

  end(exitCode: number, failure: RunEnd["failure"]): void {
    const { costUsd, inputTokens, outputTokens } = this.#account.totals();
    this.#span?.end({ exitCode, failure, costUsd, inputTokens, outputTokens });
  }

  async links(): Promise<readonly TraceLink[]> {
    return this.#span === null ? [] : this.#telemetry.links();
  }
}

/** Writes the reports once, at the first call, if the run has begun. */
function finishOnce(reports: RunReporting, events: RunEvents): (end: RunOutcome) => void {
  let isFinished = false;
  return (end) => {
    if (!reports.hasBegun || isFinished) return;
    isFinished = true;
    const { files, warnings, advice } = reports.finish(end);
    warnings.forEach(events.warn);
    events.emit({ event: "reports.written", files, advice });
  };
}

function failureOf(error: unknown, signal: AbortSignal | undefined): RunOutcome {
  return {
    outcome: isInterruption(error) ? "interrupted" : "failed",
    exitCode: exitCodeOf(error, signal),
    failure: redact(error instanceof Error ? error.message : String(error)),
  };
}

/** Exit codes of signals are higher. */
const HIGHEST_OWN_EXIT_CODE = 128;

function exitOutcome(exitCode: number): RunOutcome & { readonly failure: string } {
  const outcome = exitCode > HIGHEST_OWN_EXIT_CODE ? "interrupted" : "failed";
  return { outcome, exitCode, failure: "The process ended at once, with calls in flight." };
}

/** Opens the receivers that the environment names, or uses the caller's port, which stays open. */
async function openReceivers(
  { ports, environment = process.env, traceContent = false }: RunOptions,
  events: RunEvents,
): Promise<{ readonly telemetry: Telemetry } & AsyncDisposable> {
  const own = ports?.telemetry;
  if (own !== undefined) return { telemetry: own, [Symbol.asyncDispose]: async () => undefined };
  const telemetry = await openTelemetry({ environment, traceContent, warn: events.warn });
  return { telemetry, [Symbol.asyncDispose]: () => telemetry[Symbol.asyncDispose]() };
}

/** Whether a run ended because it was interrupted. */
function isInterruption(error: unknown): boolean {
  return ColloquyError.isInstance(error) && error.code === "interrupted";
}
