import type { StageEstimate } from "../../estimation/index.ts";
import type { AttemptCompleted } from "../../calls/index.ts";
import type { RunEvent, StampedEvent } from "../../pipeline/index.ts";
import {
  counted,
  formatCount,
  formatDollars,
  formatDuration,
  formatExactDollars,
  formatMilliseconds,
  formatRange,
  RESOURCE_TERMS,
  countedItems,
  itemTerm,
  MODEL_STAGE_TERMS,
} from "../../text/index.ts";
import { describeProgress } from "./describe-progress.ts";
import { describeResult, describeUsage } from "./describe-result.ts";

/** An event as a line of the log; null for an event without a line. `spent`: the cost of the run so far, in words. */
export function describeEvent(event: StampedEvent, spent: () => string): string | null {
  switch (event.event) {
    case "run.started":
      // The heading of the log names the run.
      return null;
    case "files.discovered":
      return `found ${counted(event.files, "file")}, ${event.skipped} skipped`;
    case "file.read":
      return `read ${event.file}: ${event.format}, ${counted(event.turns, "turn")}, ${counted(event.chunks, "chunk")}, ${event.change}`;
    case "file.skipped":
      return `skipped ${event.file}: ${event.reason}`;
    case "file.vanished":
      return `no longer in the folder, kept in the workspace: ${event.file}`;
    case "stage.started":
      return event.total === null
        ? `${event.stage} started`
        : `${event.stage} started: ${formatCount(event.total)} to do`;
    case "stage.progress":
      return null;
    case "stage.completed":
      return `${event.stage} completed in ${formatDuration(event.seconds)}`;
    case "batch.completed":
      return `${describeBatch(event)} completed in ${formatMilliseconds(event.durationMs)} (${formatCount(event.done)} of ${formatCount(event.total)})${describeTokens(event)}${spent()}`;
    case "batch.failed":
      return `${describeBatch(event)} failed: ${event.reason}`;
    case "chunk.deadLettered":
      return `${MODEL_STAGE_TERMS[event.stage]} gave up on ${itemTerm(event.stage)} ${event.contentKey}: ${event.reason}`;
    case "estimate.made":
      return describeEstimate(event.estimate);
    case "attempt.completed":
      return describeAttempt(event);
    case "calls.progress":
      return `${describeProgress(event)}${spent()}`;
    case "budget.reached":
      return `${MODEL_STAGE_TERMS[event.stage]} sends no more calls: ${formatDollars(event.spentUsd)} are spent, and the next call ${event.isBounded ? "would pass" : "has no upper bound and may pass"} the ${formatExactDollars(event.maxCostUsd)} of --max-cost`;
    case "limit.approached":
      return `${MODEL_STAGE_TERMS[event.stage]} ${event.admittedPerMinute < event.perMinute ? "approaches" : "is at"} its limit: ${formatCount(event.admittedPerMinute)} of ${formatCount(event.perMinute)} ${RESOURCE_TERMS[event.resource]} a minute`;
    case "limit.changed":
      return `${MODEL_STAGE_TERMS[event.stage]} may use ${formatCount(event.perMinute)} ${RESOURCE_TERMS[event.resource]} a minute`;
    case "calls.paused":
      return `${MODEL_STAGE_TERMS[event.stage]} paused for ${formatMilliseconds(event.pauseMs)}: ${event.reason}`;
    case "call.retried":
      return `${MODEL_STAGE_TERMS[event.stage]} call failed (${event.kind}: ${sentencePart(event.reason)}); attempt ${event.attempt} in ${formatMilliseconds(event.waitMs)}`;
    case "call.cut":
      return `${MODEL_STAGE_TERMS[event.stage]} call cut short: ${event.reason}`;
    case "provider.silent":
      return `${MODEL_STAGE_TERMS[event.stage]} has no replies from the provider, single calls test it: ${event.reason}`;
    case "provider.answers":
      return `${MODEL_STAGE_TERMS[event.stage]} has replies from the provider again after ${formatMilliseconds(event.silentMs)}`;
    case "notice":
      return event.message;
    case "warning":
      return `warning: ${event.message}`;
    case "reports.written":
      return `reports: ${event.files.join(", ")}`;
    case "run.completed":
      return describeResult(event.result);
    case "run.stopped":
      return `run ${event.runId} stopped; it took ${describeUsage(event.usage)}`;
  }
}

/** `extraction batch 13 (10 chunks)`. */
function describeBatch({ stage, batch, chunks }: RunEvent & { readonly event: `batch.${string}` }): string {
  return `${MODEL_STAGE_TERMS[stage]} batch ${batch} (${countedItems(stage, chunks)})`;
}

function describeTokens({ inputTokens, outputTokens }: RunEvent & { readonly event: "batch.completed" }): string {
  if (inputTokens === null || outputTokens === null) return ", tokens unknown";
  if (inputTokens + outputTokens === 0) return "";
  return `, ${formatCount(inputTokens)} tokens read${outputTokens === 0 ? "" : `, ${formatCount(outputTokens)} written`}`;
}

/** A sentence without its full stop, to be part of another sentence. */
function sentencePart(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

/** The estimate of a stage: the likely value, with the range of 9 in 10 cases in brackets. */
function describeEstimate(estimate: StageEstimate): string {
  const { stage, profile, chunks, calls, inputTokens, outputTokens, costUsd, basis } = estimate;
  const time = estimate.seconds;
  const parts = [
    `${formatRange(calls, formatCount)} calls`,
    `${formatRange(inputTokens, formatCount)} tokens to read`,
    `${formatRange(outputTokens, formatCount)} to write`,
    costUsd === null ? "cost unknown" : formatRange(costUsd, formatDollars),
    time === null ? "time unknown" : formatRange(time, formatDuration),
  ];
  return `${MODEL_STAGE_TERMS[stage]} by ${profile}: ${countedItems(stage, chunks)}, expected ${parts.join(", ")}. ${basis}`;
}

/** A failed or rate-limited attempt; null for an attempt with a reply, because the line of its batch reports it. */
function describeAttempt(attempt: AttemptCompleted): string | null {
  const { failure, durationMs, unknownSpend } = attempt;
  if (failure === null) return null;
  return `${whichAttempt(attempt)} ${describeFailure(failure)} after ${formatMilliseconds(durationMs)}${describeSpend(unknownSpend)}`;
}

function describeFailure(failure: NonNullable<AttemptCompleted["failure"]>): string {
  if (failure === "rate-limited") return "was turned away by the limits of the provider";
  return failure === "abandoned" ? "was cut off by the end of the run" : `failed (${failure})`;
}

/** `extraction attempt 2 of batch 13, 10 chunks,`. */
function whichAttempt({ stage, operation, attempt, batch, chunks }: AttemptCompleted): string {
  if (batch !== null)
    return `${MODEL_STAGE_TERMS[stage]} attempt ${attempt} of batch ${batch}, ${countedItems(stage, chunks)},`;
  return operation === "ping"
    ? `${MODEL_STAGE_TERMS[stage]} ping, attempt ${attempt}`
    : `${MODEL_STAGE_TERMS[stage]} attempt ${attempt}`;
}

function describeSpend(spend: AttemptCompleted["unknownSpend"]): string {
  if (spend === null) return "";
  const { inputTokens, outputTokens, upToUsd } = spend;
  const most = upToUsd === null ? "" : `, ${formatDollars(upToUsd)}`;
  return `; its usage is unknown: at most ${formatCount(inputTokens)} tokens read and ${formatCount(outputTokens)} written${most}`;
}
