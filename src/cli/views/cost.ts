import { counted, formatDollars } from "../format.ts";
import type { IngestResult } from "../library.ts";

type RunUsage = IngestResult["usage"];

/**
 * What a run cost: `$1.23; up to $0.02 more may have been spent on 3 attempts whose reply never came`. What is not known
 * is said to be unknown. `models`: those that were named.
 */
export function costText(usage: RunUsage, models: readonly string[]): string {
  const { costUsd, unknownSpend, unknownUsage } = usage;
  const known = costUsd === null ? unknownCost(models) : formatDollars(costUsd);
  const { attempts, upToUsd } = unknownSpend;
  if (attempts === 0 || upToUsd === 0) return known;
  const most = upToUsd === null ? "more" : `up to ${formatDollars(upToUsd)} more`;
  // Some replies come and do not tell.
  const silent = unknownUsage > 0 ? "of which nobody told what they used" : "whose reply never came";
  return `${known}; ${most} may have been spent on ${counted(attempts, "attempt")} ${silent}`;
}

function unknownCost(models: readonly string[]): string {
  const [one = "the model", ...others] = models;
  const whose =
    others.length === 0 ? `no price of ${one} is known` : `of ${models.join(" and ")} not every price is known`;
  return `unknown: ${whose} (a file with --prices tells it)`;
}
