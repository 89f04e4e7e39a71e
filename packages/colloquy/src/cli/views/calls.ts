import { counted, formatAmount, formatCount, formatDuration } from "../../text/index.ts";
import type { IngestResult } from "../library.ts";
import { costText } from "./cost.ts";

type Row = readonly [label: string, text: string];
type RunUsage = IngestResult["usage"];

/** What the calls of a run took, as label and text; nothing where no model was asked. `models`: those that were named. */
export function callRows(
  { usage, rejected }: Pick<IngestResult, "usage" | "rejected">,
  models: readonly string[] = [],
): readonly Row[] {
  const rows: Row[] = [];
  if (askedAModel(usage)) {
    if (usage.calls > 0) rows.push(["calls", callsText(usage)]);
    rows.push(["tokens", tokensText(usage)], ["cost", costText(usage, models)]);
  }
  const leftOut = rejectedText(rejected);
  return leftOut === "" ? rows : [...rows, ["left out", leftOut]];
}

/** What a run took that was stopped, in half a sentence; null where no model was asked. */
export function spentText(usage: RunUsage): string | null {
  if (!askedAModel(usage)) return null;
  const tokens = tokensText(usage);
  return `calls: ${callsText(usage)}${tokens === "" ? "" : `; tokens: ${tokens}`}; cost: ${costText(usage, [])}`;
}

/** Rules and hashed words are no calls; a model of the caller's own that costs nothing is none either, but has tokens. */
function askedAModel({ calls, inputTokens, outputTokens, embeddingTokens }: RunUsage): boolean {
  return calls + inputTokens + outputTokens + embeddingTokens > 0;
}

/** What going on would take, judged by this run; empty where that is not known, or what works on this machine for nothing. */
export function remainingText(remaining: IngestResult["remaining"]): string {
  if (remaining === null) return "";
  const { chunks, calls, inputTokens, outputTokens, seconds } = remaining;
  if (inputTokens === 0 && outputTokens === 0) return "";
  const time = seconds === null || seconds < 1 ? "" : `, at least ${formatDuration(seconds)} at the limits as they are`;
  return `The rest is ${counted(chunks, "chunk")}: by this run's measure ${counted(calls, "call")}${expectedTokens(remaining)}${time}.`;
}

/** Embeddings have input tokens only; what is not known is left out. */
function expectedTokens({ inputTokens, outputTokens }: NonNullable<IngestResult["remaining"]>): string {
  if (inputTokens === null || outputTokens === null) return "";
  return `, ${formatAmount(inputTokens)} tokens in${outputTokens === 0 ? "" : ` and ${formatAmount(outputTokens)} out`}`;
}

function callsText({ calls, attempts, rateLimited, failed }: RunUsage): string {
  return [
    formatCount(calls),
    attempts > calls ? counted(attempts, "attempt") : "",
    rateLimited > 0 ? `${formatCount(rateLimited)} turned away by limits` : "",
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

/** Of all attempts without reported usage, those without a reply too. */
function mostTokens({ unknownSpend: { inputTokens, outputTokens } }: RunUsage): string {
  if (inputTokens + outputTokens === 0) return "";
  const out = outputTokens === 0 ? "" : ` and ${formatAmount(outputTokens)} out`;
  return ` (at most ${formatAmount(inputTokens)} in${out})`;
}

function rejectedText({ ungrounded, schema, lowConfidence }: IngestResult["rejected"]): string {
  return [
    ungrounded > 0 ? `${counted(ungrounded, "item")} whose words do not stand in the chunk` : "",
    schema > 0 ? `${formatCount(schema)} of types that the ontology does not have` : "",
    lowConfidence > 0 ? `${formatCount(lowConfidence)} too unsure` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}
