import { counted, formatAmount, formatCount, formatDuration } from "../../text/index.ts";
import type { IngestResult } from "../library.ts";
import { costText } from "./cost.ts";

type Row = readonly [label: string, text: string];
type RunUsage = IngestResult["usage"];

/** The calls of a run, their tokens and cost, as label and text; empty if no model was called. `models` are the configured models. */
export function callRows(
  { usage, rejected }: Pick<IngestResult, "usage" | "rejected">,
  models: readonly string[] = [],
): readonly Row[] {
  const rows: Row[] = [];
  if (calledAModel(usage)) {
    if (usage.calls > 0) rows.push(["calls", callsText(usage)]);
    rows.push(["tokens", tokensText(usage)], ["cost", costText(usage, models)]);
  }
  const leftOut = rejectedText(rejected);
  return leftOut === "" ? rows : [...rows, ["left out", leftOut]];
}

/** The calls, tokens and cost of a stopped run, as part of a sentence; null if no model was called. */
export function spentText(usage: RunUsage): string | null {
  if (!calledAModel(usage)) return null;
  const tokens = tokensText(usage);
  return `calls: ${callsText(usage)}${tokens === "" ? "" : `; tokens: ${tokens}`}; cost: ${costText(usage, [])}`;
}

/** Rules and word hashing make no calls. A free model of the user makes no counted calls, but has tokens. */
function calledAModel({ calls, inputTokens, outputTokens, embeddingTokens }: RunUsage): boolean {
  return calls + inputTokens + outputTokens + embeddingTokens > 0;
}

/** The remaining work, estimated from this run; empty if it is unknown, or if local methods do it for free. */
export function remainingText(remaining: IngestResult["remaining"]): string {
  if (remaining === null) return "";
  const { chunks, calls, inputTokens, outputTokens, seconds } = remaining;
  if (inputTokens === 0 && outputTokens === 0) return "";
  const time = seconds === null || seconds < 1 ? "" : `, at least ${formatDuration(seconds)} at the current limits`;
  return `Remaining: ${counted(chunks, "chunk")}, by the values of this run ${counted(calls, "call")}${expectedTokens(remaining)}${time}.`;
}

/** Embeddings have only input tokens. Empty if the tokens are unknown. */
function expectedTokens({ inputTokens, outputTokens }: NonNullable<IngestResult["remaining"]>): string {
  if (inputTokens === null || outputTokens === null) return "";
  return `, ${formatAmount(inputTokens)} tokens in${outputTokens === 0 ? "" : ` and ${formatAmount(outputTokens)} out`}`;
}

function callsText({ calls, attempts, rateLimited, failed }: RunUsage): string {
  return [
    formatCount(calls),
    attempts > calls ? counted(attempts, "attempt") : "",
    rateLimited > 0 ? `${formatCount(rateLimited)} refused by limits` : "",
    failed > 0 ? `${formatCount(failed)} without a usable reply` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function tokensText(usage: RunUsage): string {
  const cached = usage.cachedInputTokens > 0 ? ` (${formatAmount(usage.cachedInputTokens)} from the cache)` : "";
  const extracted = usage.inputTokens + usage.outputTokens > 0;
  return [
    extracted ? `${formatAmount(usage.inputTokens)} in${cached}` : "",
    extracted ? `${formatAmount(usage.outputTokens)} out` : "",
    usage.embeddingTokens > 0 ? `${formatAmount(usage.embeddingTokens)} embedded` : "",
    usage.unreportedUsage > 0
      ? `not reported for ${counted(usage.unreportedUsage, "reply", "replies")}${mostTokens(usage)}`
      : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** The upper bound for all attempts without reported usage, including attempts without a reply. */
function mostTokens({ unknownSpend: { inputTokens, outputTokens } }: RunUsage): string {
  if (inputTokens + outputTokens === 0) return "";
  const out = outputTokens === 0 ? "" : ` and ${formatAmount(outputTokens)} out`;
  return ` (at most ${formatAmount(inputTokens)} in${out})`;
}

function rejectedText({ ungrounded, schema, lowConfidence }: IngestResult["rejected"]): string {
  return [
    ungrounded > 0 ? `${counted(ungrounded, "item")} whose words are not in the chunk` : "",
    schema > 0 ? `${formatCount(schema)} of types outside the ontology` : "",
    lowConfidence > 0 ? `${formatCount(lowConfidence)} below --min-confidence` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}
