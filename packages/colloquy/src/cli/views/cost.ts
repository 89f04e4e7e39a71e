import { counted, formatCostBounds, formatCount, formatDollars } from "../../text/index.ts";
import type { IngestResult } from "../library.ts";

type RunUsage = IngestResult["usage"];

/**
 * The cost of a run: `$1.23; up to $0.02 more may have been spent on 3 attempts without a reply`, or, for replies without
 * usage, `at least $1.21, at most $1.25: usage was not reported for 2 replies`. `models` are the configured models.
 */
export function costText(usage: RunUsage, models: readonly string[]): string {
  const { costUsd, unknownSpend, unreportedUsage } = usage;
  const bounded = costUsd === null ? boundedCost(usage) : null;
  if (bounded !== null) return bounded;
  const known = costUsd === null ? unknownCost(models) : formatDollars(costUsd);
  const { attempts, upToUsd } = unknownSpend;
  if (attempts === 0 || upToUsd === 0) return known;
  const most = upToUsd === null ? "more" : `up to ${formatDollars(upToUsd)} more`;
  // Some replies end before their usage.
  const which = unreportedUsage > 0 ? "without reported usage" : "without a reply";
  return `${known}; ${most} may have been spent on ${counted(attempts, "attempt")} ${which}`;
}

function boundedCost(usage: RunUsage): string | null {
  const { unreportedUsage, implausibleUsage } = usage;
  if (unreportedUsage === 0) return null;
  const bounds = formatCostBounds(usage);
  if (bounds === null) return null;
  const cannotBe = implausibleUsage === 0 ? "" : `, or was implausible (${formatCount(implausibleUsage)})`;
  return `${bounds}: usage was not reported for ${counted(unreportedUsage, "reply", "replies")}${cannotBe}`;
}

function unknownCost(models: readonly string[]): string {
  const [one = "the model", ...others] = models;
  const reason =
    others.length === 0 ? `no price of ${one} is known` : `not all prices of ${models.join(" and ")} are known`;
  return `unknown: ${reason} (give it in a file with --prices)`;
}
