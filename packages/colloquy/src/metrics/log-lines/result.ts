import type { IngestResult, RunUsage } from "../../pipeline/index.ts";
import { amount, boundsText, count, dollars } from "./words.ts";

/** What the calls of a run took and cost. */
export function describeUsage(usage: RunUsage): string {
  const { calls, attempts, inputTokens, outputTokens, embeddingTokens, unreportedUsage } = usage;
  const unknown = unreportedUsage === 0 ? "" : `, not reported for ${count(unreportedUsage, "reply", "replies")}`;
  return `${count(calls, "call")} in ${count(attempts, "attempt")}, ${amount(inputTokens)} tokens read, ${amount(outputTokens)} written, ${amount(embeddingTokens)} embedded${unknown}; ${describeCost(usage)}`;
}

function describeCost({ costUsd, unknownSpend, ...bounds }: RunUsage): string {
  const { attempts, upToUsd } = unknownSpend;
  if (costUsd === null) {
    const text = boundsText(bounds);
    return text === null ? "its cost is unknown" : `its cost is unknown, ${text}`;
  }
  const known = `it cost ${costUsd === 0 ? "nothing" : dollars(costUsd)}`;
  if (attempts === 0) return known;
  const most = upToUsd === null ? "an unknown sum" : `at most ${dollars(upToUsd)}`;
  return `${known}, and ${most} more for ${count(attempts, "attempt")} without reported usage`;
}

/** How a run ended, and what the workspace holds after it. */
export function describeResult(result: IngestResult): string {
  const { transcripts, chunks, graph } = result;
  return [
    `run ${result.runId} completed in ${result.seconds.toFixed(2)} s, exit code ${result.exitCode}: it took ${describeUsage(result.usage)};`,
    `the workspace holds ${count(transcripts.parsed, "transcript")}, ${count(chunks.total, "passage")} (${amount(chunks.extracted)} extracted,`,
    `${amount(chunks.pending)} pending, ${amount(chunks.deadLetters)} in the dead letters), ${count(graph.entities, "entity", "entities")},`,
    `${count(graph.relationships, "relationship")}, ${count(graph.quotes, "quote")}, ${count(result.vectors, "vector")};`,
    `digest ${result.digest}`,
  ].join(" ");
}
