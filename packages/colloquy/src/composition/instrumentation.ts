import { CallAccount, spanFailure } from "../calls/index.ts";
import { redact } from "../config/index.ts";
import { removeFolders } from "../files/index.ts";
import { createRunLog, runHeading, type RunLog, type RunOutcome } from "../metrics/index.ts";
import { type TraceLink, traceText } from "../model/index.ts";
import type { IngestResult } from "../pipeline/index.ts";
import type { RunEnd, RunSpan, Telemetry } from "../ports/index.ts";
import { exitCodeOf, isInterruption } from "./exit-code.ts";
import type { RunEvents } from "./run-events.ts";
import type { RunOptions } from "./run-options.ts";
import { openRunReports, type RunReporting } from "./run-reports.ts";
import { openTelemetry } from "./telemetry.ts";
import { whenProcessEnds } from "./when-process-ends.ts";

/** The run whose events, account, log, reports and trace are kept. */
export interface RecordedRun {
  readonly events: RunEvents;
  readonly workspace: string;
  readonly startedAt: Date;
  readonly logFile: string;
  /** The folder of the workspace's reports. */
  readonly reportsIn: string;
}

/** What records a run. Log and reports listen to its events; budget, progress, log, reports and span read its account. */
export interface Instrumentation extends Disposable {
  readonly run: RecordedRun;
  readonly account: CallAccount;
  readonly log: RunLog;
  readonly reports: RunReporting;
}

/** How the run itself uses its instruments. */
export interface Recording {
  readonly account: CallAccount;
  /** Begins the run's span. To be called when the run has everything that it needs: a run that is refused has no trace. */
  readonly beginTrace: () => { readonly span: RunSpan; readonly wantsContent: boolean };
  /** Runs, and writes the reports, however that ends. */
  readonly reported: (run: () => Promise<IngestResult>) => Promise<IngestResult>;
}

/**
 * Opens the log, and makes sure that reports can be written: both, or neither.
 * @throws ColloquyError `invalid-input` where one of them cannot be written.
 */
export function openInstrumentation(run: RecordedRun, { maxCostUsd }: RunOptions): Instrumentation {
  const { events, workspace, startedAt, logFile, reportsIn } = run;
  const account = new CallAccount();
  const about = { folder: reportsIn, workspace, runId: events.runId, startedAt, account };
  const reports = openRunReports(maxCostUsd === undefined ? about : { ...about, maxCostUsd });
  try {
    const log = createRunLog(logFile, { onFailure: events.warn, account });
    events.addFirst(log.record);
    events.addFirst(reports.listen);
    return { run, account, log, reports, [Symbol.dispose]: () => log[Symbol.dispose]() };
  } catch (error) {
    removeFolders(reports.madeFolders);
    throw error;
  }
}

/**
 * Runs with a log, reports and a trace. However the run ends, with the process too: the reports are written at once, then
 * the span ends and the receivers of traces are waited for, then the reports get the link to the trace. The failure of a
 * run is the last line of its log.
 */
export function instrumented(
  { run, account, log, reports }: Instrumentation,
  options: RunOptions,
  work: (recording: Recording) => Promise<IngestResult>,
): Promise<IngestResult> {
  const { events, workspace } = run;
  const { signal } = options;
  return logged(log, runHeading(events.runId, workspace), async () => {
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
        const end = cutShort(exitCode);
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

/** Heads the log with what is done, and notes the failure that ends it. */
export async function logged<Result>(log: RunLog, heading: string, run: () => Promise<Result>): Promise<Result> {
  log.note(heading);
  try {
    return await run();
  } catch (error) {
    log.note(redact(error instanceof Error ? error.message : String(error)));
    throw error;
  }
}

/** The span of a run, from its first stage; none before that. */
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
    const { events, workspace } = this.#run;
    this.#span ??= this.#telemetry.run({ runId: events.runId, workspace });
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

/** Writes the reports the first time that it is called, if the run began: how a run ended does not change. */
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

/** The exit codes of signals are higher. */
const HIGHEST_OWN_EXIT_CODE = 128;

function cutShort(exitCode: number): RunOutcome & { readonly failure: string } {
  const outcome = exitCode > HIGHEST_OWN_EXIT_CODE ? "interrupted" : "failed";
  return { outcome, exitCode, failure: "The process was ended at once, with what was in flight." };
}

/** The caller's own, which stays open, or those that the environment names. */
async function openReceivers(
  { ports, environment = process.env, traceContent = false }: RunOptions,
  events: RunEvents,
): Promise<{ readonly telemetry: Telemetry } & AsyncDisposable> {
  const own = ports?.telemetry;
  if (own !== undefined) return { telemetry: own, [Symbol.asyncDispose]: async () => undefined };
  const telemetry = await openTelemetry({ environment, traceContent, tell: events.warn });
  return { telemetry, [Symbol.asyncDispose]: () => telemetry[Symbol.asyncDispose]() };
}
