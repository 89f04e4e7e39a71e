import { OTHER_REASONS } from "../collecting/reason-counts.ts";
import type { CallsInVain, LanePerformance } from "../reports.ts";
import { FEW_ATTEMPTS, type LaneRule, type Reported } from "./advice.ts";
import { counted, dollars, number, partText, percent, shortened } from "./wording.ts";

const MANY_IN_VAIN = 0.05;
const MOST = 0.5;
/** A reason of fewer of them says little. */
const TELLING_SHARE = 0.1;

/** Calls gave nothing. Where most did, no limit is what to think of first: it was spent on them. */
export const calledInVain: LaneRule = (lane, reported) => {
  const { inVain, calls } = lane;
  const share = inVain.calls / Math.max(1, calls);
  if (share < MANY_IN_VAIN || (calls < FEW_ATTEMPTS && share < MOST)) return null;
  return {
    weight: share < MOST ? share : 1 + share,
    sentence: `${percent(share)} of the calls of ${lane.lane} (${number(inVain.calls)} of ${number(calls)}) gave nothing${reasonText(inVain)}.${takenText(lane, reported)}`,
  };
};

function reasonText({ calls, reasons }: CallsInVain): string {
  const most = reasons.find(({ reason }) => reason !== OTHER_REASONS);
  if (most === undefined || most.calls < TELLING_SHARE * calls) return ", for reasons that have little in common";
  return `${partText(most.calls, calls)} because: ${shortened(most.reason)}`;
}

/** What their replies took, of all that the lane's took. */
function takenText({ lane, inVain }: LanePerformance, { cost }: Reported): string {
  const { replies, inputTokens, outputTokens, costUsd } = inVain;
  if (replies === 0 || inputTokens === null || outputTokens === null) return "";
  const models = cost.models.filter((model) => model.lane === lane);
  const tokens = models.reduce((sum, model) => sum + model.inputTokens + model.outputTokens, 0);
  const taken = inputTokens + outputTokens;
  const dear = costUsd === null || costUsd === 0 ? "" : ` and ${dollars(costUsd)}`;
  return ` ${replies === 1 ? "Its reply" : "Their replies"} took ${counted(taken, "token")}${dear}, ${percent(taken / Math.max(1, tokens))} of all that ${lane} read and wrote.`;
}
