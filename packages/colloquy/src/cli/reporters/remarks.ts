import { printable } from "../../model/index.ts";
import {
  counted,
  countedItems,
  formatCount,
  formatDollars,
  formatDuration,
  formatExactDollars,
  RESOURCE_TERMS,
  MODEL_STAGE_TERMS,
} from "../../text/index.ts";
import type { RunEvent } from "../library.ts";
import { spentText } from "../views/calls.ts";
import { reportsText } from "../views/report-files.ts";
import { estimateWords } from "./estimate-words.ts";

/** Shorter pauses are usual at a limit, and the progress shows them. */
const LONG_PAUSE_MS = 10_000;

/** Creates a function from an event to its line, or null. `verbose` adds a line for each file and retry. Lines are safe to print. */
export function createRemarks(verbose: boolean): (event: RunEvent) => string | null {
  let isStopped = false;
  return (event) => {
    isStopped ||= event.event === "run.stopped";
    const text = event.event === "reports.written" ? describeReports(event.files, isStopped) : describe(event, verbose);
    return text === null ? null : printable(text);
  };
}

/** Null for a run with a result, which lists the reports itself. */
function describeReports(files: readonly string[], isStopped: boolean): string | null {
  return isStopped && files.length > 0 ? `reports of the stopped run: ${reportsText(files)}` : null;
}

function describe(event: RunEvent, verbose: boolean): string | null {
  switch (event.event) {
    case "notice":
      return event.message;
    case "warning":
      return `warning: ${event.message}`;
    case "estimate.made":
      return estimateWords(event.estimate);
    case "limit.approached":
      return verbose
        ? `${MODEL_STAGE_TERMS[event.stage]}: ${event.admittedPerMinute < event.perMinute ? "approaching" : "at"} its limit: ${formatCount(Math.round(event.admittedPerMinute))} of ${formatCount(event.perMinute)} ${RESOURCE_TERMS[event.resource]} a minute`
        : null;
    case "budget.reached":
      return `${MODEL_STAGE_TERMS[event.stage]}: no more calls are sent, because ${event.isBounded ? "the next call would exceed" : "the cost of a call has no upper bound, and the next call may exceed"} --max-cost ${formatExactDollars(event.maxCostUsd)} (${formatDollars(event.spentUsd)} spent); calls in flight continue`;
    case "limit.changed":
      return `${MODEL_STAGE_TERMS[event.stage]}: the provider grants ${formatCount(event.perMinute)} ${RESOURCE_TERMS[event.resource]} a minute`;
    case "calls.paused":
      return verbose || event.pauseMs >= LONG_PAUSE_MS
        ? `${MODEL_STAGE_TERMS[event.stage]}: paused for ${formatDuration(event.pauseMs / 1000)}: ${event.reason}`
        : null;
    case "provider.silent":
      return `${MODEL_STAGE_TERMS[event.stage]}: the provider does not reply; single calls continue as a test: ${event.reason}`;
    case "provider.answers":
      return `${MODEL_STAGE_TERMS[event.stage]}: the provider replies again after ${formatDuration(event.silentMs / 1000)}`;
    case "call.retried":
      return verbose
        ? `${MODEL_STAGE_TERMS[event.stage]}: a call failed and is retried in ${formatDuration(event.waitMs / 1000)}: ${event.reason}`
        : null;
    case "call.cut":
      return verbose ? `${MODEL_STAGE_TERMS[event.stage]}: a call was cancelled early: ${event.reason}` : null;
    case "batch.failed":
      return verbose
        ? `${MODEL_STAGE_TERMS[event.stage]}: batch ${event.batch}, of ${countedItems(event.stage, event.chunks)}, failed: ${event.reason}`
        : null;
    case "chunk.deadLettered":
      return `${MODEL_STAGE_TERMS[event.stage]}: a chunk became a dead letter: ${event.reason}`;
    case "file.skipped":
      return verbose ? `skipped ${event.file}: ${event.reason}` : null;
    case "file.vanished":
      return verbose ? `no longer in the folder, kept: ${event.file}` : null;
    case "file.read":
      return verbose
        ? `${event.change} ${event.file}: ${event.format}, ${counted(event.turns, "turn")}, ${counted(event.chunks, "chunk")}`
        : null;
    case "run.stopped": {
      const spent = spentText(event.usage);
      return spent === null ? null : `usage of the stopped run: ${spent}`;
    }
    default:
      return null;
  }
}
