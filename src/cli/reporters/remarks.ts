import { printable } from "../../model/index.ts";
import { counted, formatAmount, formatCount, formatDuration } from "../format.ts";
import type { RunEvent } from "../library.ts";
import { spentText } from "../views/calls.ts";

/** A shorter one is the ordinary way of a limit, and the progress shows it. */
const LONG_PAUSE_MS = 10_000;

const RESOURCES = {
  requests: "requests",
  tokens: "tokens",
  inputTokens: "input tokens",
  outputTokens: "output tokens",
} as const;

/** An event that deserves a line of its own beside the progress; `verbose` adds each file. Safe to print. */
export function remark(event: RunEvent, verbose: boolean): string | null {
  const text = describe(event, verbose);
  return text === null ? null : printable(text);
}

function describe(event: RunEvent, verbose: boolean): string | null {
  switch (event.event) {
    case "notice":
      return event.message;
    case "warning":
      return `warning: ${event.message}`;
    case "estimate.made":
      return describeEstimate(event);
    case "limit.changed":
      return `${event.lane}: the provider grants ${formatCount(event.perMinute)} ${RESOURCES[event.resource]} a minute`;
    case "lane.paused":
      return verbose || event.pauseMs >= LONG_PAUSE_MS
        ? `${event.lane}: paused for ${formatDuration(event.pauseMs / 1000)}: ${event.reason}`
        : null;
    case "provider.silent":
      return `${event.lane}: nothing is answered any more, single calls try on: ${event.reason}`;
    case "provider.answers":
      return `${event.lane}: answered again after ${formatDuration(event.silentMs / 1000)}`;
    case "call.retried":
      return verbose
        ? `${event.lane}: a call failed and goes out again in ${formatDuration(event.waitMs / 1000)}: ${event.reason}`
        : null;
    case "call.cut":
      return verbose ? `${event.lane}: a call was cut short: ${event.reason}` : null;
    case "batch.failed":
      return verbose ? `a batch of ${event.chunks} failed in ${event.lane} and is asked again: ${event.reason}` : null;
    case "chunk.deadLettered":
      return `a passage went to the dead letters in ${event.lane}: ${event.reason}`;
    case "file.skipped":
      return verbose ? `skipped ${event.file}: ${event.reason}` : null;
    case "file.vanished":
      return verbose ? `no longer in the folder, kept: ${event.file}` : null;
    case "file.read":
      return verbose
        ? `${event.change} ${event.file}: ${event.format}, ${event.turns} turns, ${event.chunks} passages`
        : null;
    case "run.stopped": {
      const spent = spentText(event.usage);
      return spent === null ? null : `until it stopped the run took ${spent}`;
    }
    default:
      return null;
  }
}

function describeEstimate(event: RunEvent & { readonly event: "estimate.made" }): string {
  const { lane, chunks, calls, profile, inputTokens, maxOutputTokens } = event;
  const write = maxOutputTokens === 0 ? "" : `, at most ${formatAmount(maxOutputTokens)} out`;
  return `${lane}: ${counted(chunks, "passage")} in ${counted(calls, "call")} of ${modelOf(profile)}: about ${formatAmount(inputTokens)} tokens in${write}; the limits will be learnt from the first reply`;
}

/** The model of a profile, without the versions of prompt and ontology behind it. */
function modelOf(profile: string): string {
  return profile.split(" ")[0] ?? profile;
}
