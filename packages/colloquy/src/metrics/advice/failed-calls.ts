import { counted, formatCount, formatDollars, formatPercent, MODEL_STAGE_TERMS } from "../../text/index.ts";
import { OTHER_REASONS } from "../collecting/reason-counts.ts";
import type { FailedCalls, StagePerformance } from "../reports/index.ts";
import { FEW_ATTEMPTS, type StageRule, partText, type Reported, shortened } from "./advice.ts";

const MANY_FAILED = 0.05;
const MOST = 0.5;
/** A reason with a smaller share of the failed calls is not named. */
const TELLING_SHARE = 0.1;

/** Many calls failed. When most calls failed, this comes before advice on limits. */
export const manyFailedCalls: StageRule = (stage, reported) => {
  const { failedCalls, calls } = stage;
  const share = failedCalls.calls / Math.max(1, calls);
  if (share < MANY_FAILED || (calls < FEW_ATTEMPTS && share < MOST)) return null;
  return {
    weight: share < MOST ? share : 1 + share,
    sentence: `${formatPercent(share)} of the calls of ${MODEL_STAGE_TERMS[stage.stage]} (${formatCount(failedCalls.calls)} of ${formatCount(calls)}) failed${reasonText(failedCalls)}.${takenText(stage, reported)}`,
  };
};

function reasonText({ calls, reasons }: FailedCalls): string {
  const most = reasons.find(({ reason }) => reason !== OTHER_REASONS);
  if (most === undefined || most.calls < TELLING_SHARE * calls) return ", for reasons that have little in common";
  return `${partText(most.calls, calls)} because: ${shortened(most.reason)}`;
}

/** The usage of the failed calls' replies, and its share of the stage's usage. */
function takenText({ stage, failedCalls }: StagePerformance, { cost }: Reported): string {
  const { replies, inputTokens, outputTokens, costUsd } = failedCalls;
  if (replies === 0 || inputTokens === null || outputTokens === null) return "";
  const models = cost.models.filter((model) => model.stage === stage);
  const tokens = models.reduce((sum, model) => sum + model.inputTokens + model.outputTokens, 0);
  const taken = inputTokens + outputTokens;
  const dear = costUsd === null || costUsd === 0 ? "" : ` and ${formatDollars(costUsd)}`;
  return ` ${replies === 1 ? "Its reply" : "Their replies"} took ${counted(taken, "token")}${dear}, ${formatPercent(taken / Math.max(1, tokens))} of all that ${MODEL_STAGE_TERMS[stage]} read and wrote.`;
}
