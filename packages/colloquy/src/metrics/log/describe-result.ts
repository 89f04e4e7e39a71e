import type { IngestResult, RunUsage } from "../../pipeline/index.ts";
import { counted, formatCostBounds, formatCount, formatDollars, formatDuration } from "../../text/index.ts";

/** The usage and cost of a run's calls. */
export function describeUsage(usage: RunUsage): string {
  const { calls, attempts, inputTokens, outputTokens, embeddingTokens, unreportedUsage } = usage;
  const unknown = unreportedUsage === 0 ? "" : `, not reported for ${counted(unreportedUsage, "reply", "replies")}`;
  return `${counted(calls, "call")} in ${counted(attempts, "attempt")}, ${formatCount(inputTokens)} tokens read, ${formatCount(outputTokens)} written, ${formatCount(embeddingTokens)} embedded${unknown}; ${describeCost(usage)}`;
}

function describeCost({ costUsd, unknownSpend, ...bounds }: RunUsage): string {
  const { attempts, upToUsd } = unknownSpend;
  if (costUsd === null) {
    const text = formatCostBounds(bounds);
    return text === null ? "its cost is unknown" : `its cost is unknown, ${text}`;
  }
  const known = `it cost ${costUsd === 0 ? "nothing" : formatDollars(costUsd)}`;
  if (attempts === 0) return known;
  const most = upToUsd === null ? "an unknown sum" : `at most ${formatDollars(upToUsd)}`;
  return `${known}, and ${most} more for ${counted(attempts, "attempt")} without reported usage`;
}

/** The end of a run, and the content of the workspace after it. */
export function describeResult(result: IngestResult): string {
  const { transcripts, chunks, graph } = result;
  return [
    `run ${result.runId} completed in ${formatDuration(result.seconds)}, exit code ${result.exitCode}: it took ${describeUsage(result.usage)};`,
    `the workspace holds ${counted(transcripts.parsed, "transcript")}, ${counted(chunks.total, "chunk")} (${formatCount(chunks.extracted)} extracted,`,
    `${formatCount(chunks.pending)} pending, ${formatCount(chunks.deadLetters)} in the dead letters), ${counted(graph.entities, "entity", "entities")},`,
    `${counted(graph.relationships, "relationship")}, ${counted(graph.quotes, "quote")}, ${counted(result.vectors, "vector")};`,
    `digest ${result.digest}`,
  ].join(" ");
}
