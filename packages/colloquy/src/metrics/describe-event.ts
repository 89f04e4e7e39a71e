import type { RunEvent, StampedEvent } from "../pipeline/index.ts";
import { describeAttempt } from "./log-lines/attempt.ts";
import { describeEstimate } from "./log-lines/estimate.ts";
import { describeResult, describeUsage } from "./log-lines/result.ts";
import { describeStanding, RESOURCES } from "./log-lines/standing.ts";
import { amount, count, dollars, seconds, sentencePart } from "./log-lines/words.ts";
import { givenDollars } from "./page/format.ts";

/** An event as a line of the log; null for what would only fill it. `spent`: what the run has cost until then, in words. */
export function describeEvent(event: StampedEvent, spent: () => string): string | null {
  switch (event.event) {
    case "run.started":
      // The log is headed by it, because a model may have been asked before.
      return null;
    case "files.discovered":
      return `found ${count(event.files, "file")}, ${event.skipped} skipped`;
    case "file.read":
      return `read ${event.file}: ${event.format}, ${count(event.turns, "turn")}, ${count(event.chunks, "passage")}, ${event.change}`;
    case "file.skipped":
      return `skipped ${event.file}: ${event.reason}`;
    case "file.vanished":
      return `no longer in the folder, kept in the workspace: ${event.file}`;
    case "stage.started":
      return event.total === null ? `${event.stage} started` : `${event.stage} started: ${amount(event.total)} to do`;
    case "stage.progress":
      return null;
    case "stage.completed":
      return `${event.stage} completed in ${event.seconds.toFixed(2)} s`;
    case "batch.completed":
      return `${describeBatch(event)} completed in ${amount(event.ms)} ms (${amount(event.done)} of ${amount(event.total)})${describeTokens(event)}${spent()}`;
    case "batch.failed":
      return `${describeBatch(event)} failed: ${event.reason}`;
    case "chunk.deadLettered":
      return `${event.lane} gave up on passage ${event.contentKey}: ${event.reason}`;
    case "estimate.made":
      return describeEstimate(event.estimate);
    case "attempt.completed":
      return describeAttempt(event);
    case "lane.progress":
      return `${describeStanding(event)}${spent()}`;
    case "budget.reached":
      return `${event.lane} sends no more calls: ${dollars(event.spentUsd)} are spent, and the next call ${event.isBounded ? "would pass" : "has no upper bound and may pass"} the ${givenDollars(event.maxUsd)} of --max-cost`;
    case "limit.approached":
      return `${event.lane} ${event.admittedPerMinute < event.perMinute ? "approaches" : "is at"} its limit: ${amount(event.admittedPerMinute)} of ${amount(event.perMinute)} ${RESOURCES[event.resource]} a minute`;
    case "limit.changed":
      return `${event.lane} may use ${amount(event.perMinute)} ${RESOURCES[event.resource]} a minute`;
    case "lane.paused":
      return `${event.lane} paused for ${seconds(event.pauseMs)}: ${event.reason}`;
    case "call.retried":
      return `${event.lane} call failed (${event.kind}: ${sentencePart(event.reason)}); attempt ${event.attempt + 1} in ${seconds(event.waitMs)}`;
    case "call.cut":
      return `${event.lane} call cut short: ${event.reason}`;
    case "provider.silent":
      return `${event.lane} is answered no more, single calls try on: ${event.reason}`;
    case "provider.answers":
      return `${event.lane} is answered again after ${seconds(event.silentMs)}`;
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

/** `extraction batch 13 (10 passages)`. */
function describeBatch({ lane, batch, chunks }: RunEvent & { readonly event: `batch.${string}` }): string {
  return `${lane} batch ${batch} (${count(chunks, "passage")})`;
}

function describeTokens({ inputTokens, outputTokens }: RunEvent & { readonly event: "batch.completed" }): string {
  if (inputTokens === null || outputTokens === null) return ", tokens unknown";
  if (inputTokens + outputTokens === 0) return "";
  return `, ${amount(inputTokens)} tokens read${outputTokens === 0 ? "" : `, ${amount(outputTokens)} written`}`;
}
