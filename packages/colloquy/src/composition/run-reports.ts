import { join } from "node:path";
import { redact } from "../text/index.ts";
import {
  Collector,
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

/** Returns the folder of a workspace's logs and reports. */
export function reportFolder(outputDir: string | undefined, workspace: string): string {
  return join(outputDir ?? DEFAULT_OUTPUT_DIR, workspace);
}

export interface RunReportsOptions {
  /** The folder of the workspace's reports. It is created if it is missing. */
  readonly folder: string;
  readonly workspace: string;
  readonly runId: string;
  readonly startedAt: Date;
  /** Counts the run's calls. */
  readonly account: CallAccount;
  /** US dollars. */
  readonly maxCostUsd?: number;
}

/** Collects and writes the reports of a run. */
export interface RunReporting {
  /** The created folders, outermost first. */
  readonly madeFolders: readonly string[];
  /** Receives each event of the run. Never throws. */
  readonly listen: RunListener;
  /** Whether the run has begun. A run that is refused earlier has no report. */
  readonly hasBegun: boolean;
  /** Writes the reports for every kind of end. Never throws. */
  finish(end: RunOutcome): WrittenReports & Pick<RunReports["performance"], "advice">;
  /** Writes the reports again, with the links to the trace. Returns a sentence for each failure. Never throws. */
  link(traces: readonly TraceLink[]): readonly string[];
}

/** The events that mark the beginning of a run. */
const BEGINNINGS: ReadonlySet<string> = new Set(["run.started", "attempt.completed"]);

/**
 * Creates the folder first, so that no run is paid for without reports.
 * @throws ColloquyError `invalid-input` when the folder cannot be written; created folders are removed.
 */
export function openRunReports(options: RunReportsOptions): RunReporting {
  const { folder, workspace, runId, startedAt, account, maxCostUsd } = options;
  const madeFolders = prepareReportFolder(folder);
  // The system clock can be changed during a run.
  const origin = Date.now() - performance.now();
  const collector = new Collector({
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
        const collected = collector.reports({ outcome, exitCode, failure: failure === null ? null : redact(failure) });
        const reports = withHead(collected, { traces: [] });
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

/** A fault of the reports never fails the run, which is already paid for. */
function faultSentence(what: string, error: unknown): string {
  const reason = redact(error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
  return `The reports of this run ${what} because of a fault in Colloquy (${reason}): please report it. The results of the run are kept.`;
}
