import type { CostTotal } from "../../calls/index.ts";
import { formatCount, formatDecimal, formatDollars, formatDuration, formatMilliseconds, formatPercent, markup, type Markup } from "../../text/index.ts";

/** What a figure counts; `ms` and `s` are times, `share` goes from 0 to 1. */
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
 * A figure of the reports as the page shows it. `path` leads to it within the JSON that the page holds
 * (`cost.models.0.costUsd`), so that programs and tests can compare both; within a row that says of what it is (`data-of`),
 * from there.
 */
export function figure(path: string, value: number | null | undefined, unit: Unit): Markup {
  // A limit that is absent is not known.
  if (value === null || value === undefined) return markup`<span data-figure="${path}" class="unknown">unknown</span>`;
  return markup`<span data-figure="${path}">${FORMATS[unit](value)}</span>`;
}

type Cost = Pick<CostTotal, "costUsd" | "costAtLeastUsd" | "costAtMostUsd">;

/** A cost: the sum, or what bounds it where it is not known. `path` leads to what has them. */
export function costFigure(path: string, cost: Cost): Markup {
  return boundsFigure(path, cost) ?? figure(`${path}.costUsd`, cost.costUsd, "usd");
}

/** What a cost is at least and at most; null where it is known, or nothing is known of it. */
export function boundsFigure(path: string, { costUsd, costAtLeastUsd, costAtMostUsd }: Cost): Markup | null {
  if (costUsd !== null || (costAtMostUsd === null && costAtLeastUsd === 0)) return null;
  const least = markup`at least ${figure(`${path}.costAtLeastUsd`, costAtLeastUsd, "usd")}`;
  if (costAtMostUsd === null) return least;
  return markup`${least}, at most ${figure(`${path}.costAtMostUsd`, costAtMostUsd, "usd")}`;
}
