import type { LimitedResource } from "../ports/index.ts";
import type { IngestResult, RunEvent, RunUsage } from "../pipeline/index.ts";

/** An event as a line of the log; null for what would only fill it. */
export function describeEvent(event: RunEvent): string | null {
  switch (event.event) {
    case "run.started":
      return `run ${event.run} started on workspace ${event.workspace}`;
    case "files.discovered":
      return `found ${count(event.files, "file")}, ${event.skipped} skipped`;
    case "file.read":
      return `read ${event.file}: ${event.format}, ${count(event.turns, "turn")}, ${count(event.chunks, "passage")}, ${event.change}`;
    case "file.skipped":
      return `skipped ${event.file}: ${event.reason}`;
    case "file.vanished":
      return `no longer in the folder, kept in the workspace: ${event.file}`;
    case "stage.started":
      return event.total === null ? `${event.stage} started` : `${event.stage} started: ${event.total} to do`;
    case "stage.progress":
      return null;
    case "stage.completed":
      return `${event.stage} completed in ${event.seconds.toFixed(2)} s`;
    case "batch.completed":
      return `${event.lane} batch of ${event.chunks} completed in ${Math.round(event.ms)} ms (${event.done} of ${event.total})${describeTokens(event)}`;
    case "batch.failed":
      return `${event.lane} batch of ${event.chunks} failed: ${event.reason}`;
    case "chunk.deadLettered":
      return `${event.lane} gave up on passage ${event.contentKey}: ${event.reason}`;
    case "estimate.made":
      return `${event.lane} by ${event.profile}: ${count(event.chunks, "passage")} in about ${count(event.calls, "call")}, about ${event.inputTokens} tokens to read and at most ${event.maxOutputTokens} to write`;
    case "limit.changed":
      return `${event.lane} may use ${event.perMinute} ${RESOURCES[event.resource]} a minute`;
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
    case "run.completed":
      return describeResult(event.result);
    case "run.stopped":
      return `run ${event.run} stopped; it took ${describeUsage(event.usage)}`;
  }
}

const RESOURCES: Readonly<Record<LimitedResource, string>> = {
  requests: "requests",
  tokens: "tokens",
  inputTokens: "input tokens",
  outputTokens: "output tokens",
};

function describeTokens({ inputTokens, outputTokens }: RunEvent & { readonly event: "batch.completed" }): string {
  if (inputTokens === null || outputTokens === null) return ", tokens unknown";
  return inputTokens + outputTokens === 0 ? "" : `, ${inputTokens} tokens read, ${outputTokens} written`;
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

const sentencePart = (reason: string): string => reason.replace(/\.$/, "");

function describeUsage({ calls, attempts, inputTokens, outputTokens, embeddingTokens, unknownUsage }: RunUsage): string {
  const unknown = unknownUsage === 0 ? "" : `, not told for ${count(unknownUsage, "call")}`;
  return `${count(calls, "call")} in ${count(attempts, "attempt")}, ${inputTokens} tokens read, ${outputTokens} written, ${embeddingTokens} embedded${unknown}`;
}

function describeResult(result: IngestResult): string {
  const { transcripts, chunks, graph } = result;
  return [
    `run ${result.run} completed in ${result.seconds.toFixed(2)} s, exit code ${result.exitCode}: the workspace holds`,
    `${count(transcripts.parsed, "transcript")}, ${count(chunks.total, "passage")} (${chunks.extracted} extracted,`,
    `${chunks.pending} pending, ${chunks.deadLetters} in the dead letters), ${count(graph.entities, "entity", "entities")},`,
    `${count(graph.relationships, "relationship")}, ${count(graph.quotes, "quote")}, ${count(result.vectors, "vector")};`,
    `digest ${result.digest}`,
  ].join(" ");
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
