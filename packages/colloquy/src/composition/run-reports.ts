import { join } from "node:path";
import { redact } from "../config/index.ts";
import {
  createCollector,
  prepareReportFolder,
  renderReportPage,
  type ReportHead,
  rewriteReports,
  type RunOutcome,
  type RunReports,
  writeReports,
  type WrittenReports,
} from "../metrics/index.ts";
import type { CallAccount } from "../calls/index.ts";
import type { TraceLink } from "../model/index.ts";
import type { RunListener } from "../pipeline/index.ts";

const DEFAULT_OUTPUT_DIR = "metrics";

/** Where logs and reports of a workspace go. */
export function reportFolder(outputDir: string | undefined, workspace: string): string {
  return join(outputDir ?? DEFAULT_OUTPUT_DIR, workspace);
}

export interface RunReportsOptions {
  /** That of the workspace's reports; it is made where it is missing. */
  readonly folder: string;
  readonly workspace: string;
  readonly runId: string;
  readonly startedAt: Date;
  /** Counts the run's calls. */
  readonly account: CallAccount;
  /** US dollars. */
  readonly maxCostUsd?: number;
}

/** The reports of a run in the making. */
export interface RunReporting {
  /** The folders that had to be made, outermost first. */
  readonly madeFolders: readonly string[];
  /** Takes each event of the run. Never throws. */
  readonly listen: RunListener;
  /** Whether there is anything to report: a run that is refused before it begins leaves no report. */
  readonly hasBegun: boolean;
  /** Writes the reports, however the run ended; never throws. */
  finish(end: RunOutcome): WrittenReports & Pick<RunReports["performance"], "advice">;
  /** Writes the files of the run again, with where its trace can be looked at. Gives a sentence for whatever went wrong; never throws. */
  link(traces: readonly TraceLink[]): readonly string[];
}

/** The events with which a run begins. */
const BEGINNINGS: ReadonlySet<string> = new Set(["run.started", "attempt.completed"]);

/**
 * Makes sure of the folder, so that a run is not paid for whose reports cannot be written.
 * @throws ColloquyError `invalid-input` where nothing can be written there; nothing is left of it then.
 */
export function openRunReports(options: RunReportsOptions): RunReporting {
  const { folder, workspace, runId, startedAt, account, maxCostUsd } = options;
  const madeFolders = prepareReportFolder(folder);
  // The time of day may be set while a run lasts.
  const origin = Date.now() - performance.now();
  const collector = createCollector({
    workspace,
    runId,
    startedAt: startedAt.getTime(),
    now: () => origin + performance.now(),
    account,
    ...(maxCostUsd === undefined ? {} : { maxCostUsd }),
  });
  let hasBegun = false;
  let incomplete: unknown = null;
  let finished: RunReports | null = null;
  return {
    madeFolders,
    get hasBegun() {
      return hasBegun;
    },
    listen: (event) => {
      hasBegun ||= BEGINNINGS.has(event.event);
      try {
        collector.record(event);
      } catch (error) {
        incomplete ??= error;
      }
    },
    finish: ({ outcome, exitCode, failure }) => {
      try {
        const told = collector.reports({ outcome, exitCode, failure: failure === null ? null : redact(failure) });
        const reports = withHead(told, { traces: [] });
        finished = reports;
        const written = writeReports(folder, reports, collector.measurements(), () => renderReportPage(reports));
        const warnings = incomplete === null ? [] : [faultSentence("are not complete", incomplete)];
        return { ...written, warnings: [...written.warnings, ...warnings], advice: reports.performance.advice };
      } catch (error) {
        return { files: [], warnings: [faultSentence("could not be made", incomplete ?? error)], advice: [] };
      }
    },
    link: (traces) => {
      if (finished === null) return [];
      try {
        const reports = withHead(finished, { traces });
        return rewriteReports(folder, reports, () => renderReportPage(reports));
      } catch (error) {
        return [faultSentence("could not be made with the link to the trace", error)];
      }
    },
  };
}

function withHead({ cost, performance }: RunReports, head: Partial<ReportHead>): RunReports {
  return { cost: { ...cost, ...head }, performance: { ...performance, ...head } };
}

/** A fault of the reports never fails the run, which is paid for. */
function faultSentence(what: string, error: unknown): string {
  const reason = redact(error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
  return `The reports of this run ${what}, which is a fault of Colloquy's (${reason}): please report it. What the run did is kept all the same.`;
}
