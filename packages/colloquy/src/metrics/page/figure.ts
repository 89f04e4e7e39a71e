import type { CostTotal } from "../../calls/index.ts";
import {
  formatCount,
  formatDecimal,
  formatDollars,
  formatDuration,
  formatMilliseconds,
  formatPercent,
  markup,
  type Markup,
} from "../../text/index.ts";

/** Unit of a figure; `ms` and `s` are times, `share` is from 0 to 1. */
export type Unit = "count" | "rate" | "usd" | "s" | "ms" | "share";

const FORMATS: Readonly<Record<Unit, (value: number) => string>> = {
  count: formatCount,
  rate: formatDecimal,
  usd: formatDollars,
  s: formatDuration,
  ms: formatMilliseconds,
  share: formatPercent,
};

/**
 * A figure of the reports as the page shows it. `path` is its position in the JSON that the page holds
 * (`cost.models.0.costUsd`), so programs and tests can compare both. In a row with `data-of`, it is relative to that
 * position.
 */
export function figure(path: string, value: number | null | undefined, unit: Unit): Markup {
  // An absent limit is unknown.
  if (value === null || value === undefined) return markup`<span data-figure="${path}" class="unknown">unknown</span>`;
  return markup`<span data-figure="${path}">${FORMATS[unit](value)}</span>`;
}

type Cost = Pick<CostTotal, "costUsd" | "costAtLeastUsd" | "costAtMostUsd">;

/** A cost, or its bounds when it is not known. `path` is the position of the object with the cost. */
export function costFigure(path: string, cost: Cost): Markup {
  return boundsFigure(path, cost) ?? figure(`${path}.costUsd`, cost.costUsd, "usd");
}

/** The bounds of an unknown cost; null when the cost is known or has no bounds. */
export function boundsFigure(path: string, { costUsd, costAtLeastUsd, costAtMostUsd }: Cost): Markup | null {
  if (costUsd !== null || (costAtMostUsd === null && costAtLeastUsd === 0)) return null;
  const least = markup`at least ${figure(`${path}.costAtLeastUsd`, costAtLeastUsd, "usd")}`;
  if (costAtMostUsd === null) return least;
  return markup`${least}, at most ${figure(`${path}.costAtMostUsd`, costAtMostUsd, "usd")}`;
}
