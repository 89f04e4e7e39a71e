import { count, decimal, dollars, duration, milliseconds, percent } from "./format.ts";
import { markup, type Markup } from "./markup.ts";

/** What a figure counts; `ms` and `s` are times, `share` goes from 0 to 1. */
export type Unit = "count" | "rate" | "usd" | "s" | "ms" | "share";

const FORMATS: Readonly<Record<Unit, (value: number) => string>> = {
  count,
  rate: decimal,
  usd: dollars,
  s: duration,
  ms: milliseconds,
  share: percent,
};

/**
 * A figure of the reports as the page shows it. `path` leads to it within the JSON that the page holds
 * (`cost.models.0.costUsd`), so that programs and tests can compare both; within a row that says of what it is (`data-of`),
 * from there.
 */
export function figure(path: string, value: number | null | undefined, unit: Unit): Markup {
  // A limit that is not there is one that nobody knows.
  if (value === null || value === undefined) return markup`<span data-figure="${path}" class="unknown">unknown</span>`;
  return markup`<span data-figure="${path}">${FORMATS[unit](value)}</span>`;
}
