import type { ListedRun } from "colloquy/api";
import { dollars } from "../../text/format.ts";
import { runs as words } from "../../text/runs.ts";

/** What a run cost: an amount, its bounds, or that it is not known. */
export function costOf({
  costUsd,
  costAtLeastUsd,
  costAtMostUsd,
}: Pick<ListedRun, "costUsd" | "costAtLeastUsd" | "costAtMostUsd">): string {
  if (costUsd !== null) return dollars(costUsd);
  return costAtMostUsd === null ? words.unknownCost : words.between(dollars(costAtLeastUsd), dollars(costAtMostUsd));
}
