import { printable } from "../../model/index.ts";
import {
  counted,
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

/** A shorter one is the ordinary way of a limit, and the progress shows it. */
const LONG_PAUSE_MS = 10_000;

/** Gives of each event of a run the line that it deserves beside the progress, or null; `verbose` adds each file. Safe to print. */
export function createRemarks(verbose: boolean): (event: RunEvent) => string | null {
  let isStopped = false;
  return (event) => {
    isStopped ||= event.event === "run.stopped";
    const text = event.event === "reports.written" ? describeReports(event.files, isStopped) : describe(event, verbose);
    return text === null ? null : printable(text);
  };
}

/** A run that ends well shows its reports below its result. */
function describeReports(files: readonly string[], isStopped: boolean): string | null {
  return isStopped && files.length > 0 ? `what it did until then: ${reportsText(files)}` : null;
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
      return `${MODEL_STAGE_TERMS[event.stage]}: no more calls are sent, because ${event.isBounded ? "the next would pass" : "what calls cost has no upper bound here, and the next may pass"} --max-cost ${formatExactDollars(event.maxUsd)} (${formatDollars(event.spentUsd)} spent); what is in flight may end`;
    case "limit.changed":
      return `${MODEL_STAGE_TERMS[event.stage]}: the provider grants ${formatCount(event.perMinute)} ${RESOURCE_TERMS[event.resource]} a minute`;
    case "calls.paused":
      return verbose || event.pauseMs >= LONG_PAUSE_MS
        ? `${MODEL_STAGE_TERMS[event.stage]}: paused for ${formatDuration(event.pauseMs / 1000)}: ${event.reason}`
        : null;
    case "provider.silent":
      return `${MODEL_STAGE_TERMS[event.stage]}: nothing is answered any more, single calls try on: ${event.reason}`;
    case "provider.answers":
      return `${MODEL_STAGE_TERMS[event.stage]}: answered again after ${formatDuration(event.silentMs / 1000)}`;
    case "call.retried":
      return verbose
        ? `${MODEL_STAGE_TERMS[event.stage]}: a call failed and goes out again in ${formatDuration(event.waitMs / 1000)}: ${event.reason}`
        : null;
    case "call.cut":
      return verbose ? `${MODEL_STAGE_TERMS[event.stage]}: a call was cut short: ${event.reason}` : null;
    case "batch.failed":
      return verbose
        ? `${MODEL_STAGE_TERMS[event.stage]}: batch ${event.batch}, of ${counted(event.chunks, "chunk")}, failed: ${event.reason}`
        : null;
    case "chunk.deadLettered":
      return `a chunk went to the dead letters in ${MODEL_STAGE_TERMS[event.stage]}: ${event.reason}`;
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
      return spent === null ? null : `until it stopped the run took ${spent}`;
    }
    default:
      return null;
  }
}
