import { formatExactDollars } from "../../../text/index.ts";
import type { ShownEstimate } from "./shown-estimate.ts";

/** What becomes of `--max-cost`; null where it is not in the way. */
export function budgetText({ result: { costUsd }, options: { maxCost } }: ShownEstimate): string | null {
  if (maxCost === undefined) return null;
  const limit = `--max-cost ${formatExactDollars(maxCost)}`;
  if (costUsd === null) return `${limit} cannot be kept without knowing every price: the run would be refused.`;
  const goesOn = "it stops there with exit code 4, and the same command goes on";
  if (maxCost < costUsd.least) return `${limit} is less than the least that it costs: ${goesOn}.`;
  if (maxCost < costUsd.most)
    return `${limit} lies within the range of the cost, so it may not be enough: then ${goesOn}.`;
  return null;
}
