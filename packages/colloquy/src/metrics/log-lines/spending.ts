import type { CostTotal } from "../../calls/index.ts";
import { boundsText, dollars } from "./words.ts";

/** What a run has cost so far, to be put behind a line; empty where nothing was paid. */
export function spentText({ costUsd, ...bounds }: CostTotal): string {
  if (costUsd === null) return `; ${boundsText(bounds) ?? "cost unknown"}`;
  return costUsd === 0 ? "" : `; ${dollars(costUsd)} so far`;
}
