import {
  counted,
  countedItems,
  formatAmount,
  formatDollars,
  formatDuration,
  formatRange,
  MODEL_STAGE_TERMS,
} from "../../text/index.ts";
import type { RunEvent } from "../library.ts";

type Estimate = Extract<RunEvent, { readonly event: "estimate.made" }>["estimate"];
type Range = Estimate["calls"];

/** The estimate of a stage in one line: the likely numbers, and in brackets their range in 9 of 10 cases. */
export function estimateWords(estimate: Estimate): string {
  const { stage, model, chunks, calls, inputTokens, outputTokens, measuredOn, rough } = estimate;
  const parts = [
    `${formatRange(inputTokens, formatAmount)} tokens in`,
    outputTokens.most === 0 ? "" : `${formatRange(outputTokens, formatAmount)} out`,
    costWords(estimate),
    timeWords(estimate),
  ];
  const source = measuredOn === null ? "from usual values" : `measured in run ${measuredOn}`;
  const basis = rough === true ? `a rough guess before the extraction, ${source}` : source;
  return `${MODEL_STAGE_TERMS[stage]}: ${rough === true ? "about " : ""}${countedItems(stage, chunks)} in ${callsOf(calls)} of ${model}: ${parts.filter((part) => part !== "").join(", ")} (${basis})`;
}

function callsOf(calls: Range): string {
  const likely = counted(Math.round(calls.likely), "call");
  return calls.least === calls.most ? likely : `about ${likely}`;
}

function costWords({ costUsd, outputTokens, inputTokens }: Estimate): string {
  if (costUsd === null) return "cost unknown without a price (--prices)";
  return costUsd.most === 0 && inputTokens.most + outputTokens.most > 0
    ? "no cost"
    : formatRange(costUsd, formatDollars);
}

function timeWords({ seconds }: Estimate): string {
  if (seconds === null) return "time unknown until a reply reports the limits";
  return `${formatRange(seconds, formatDuration)} by the limits`;
}
