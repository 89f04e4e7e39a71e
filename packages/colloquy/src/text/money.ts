import { UNKNOWN } from "./numbers.ts";

const CENTS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const EXACT = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 20 });
const SMALLEST = 1e-9;

/**
 * US dollars: `$0`, `$1.23`, `$12,345.00`. Below a dollar with three significant digits, and at least with cents: `$0.10`,
 * `$0.431`, `$0.000312`. Null: `unknown`.
 */
export function formatDollars(usd: number | null): string {
  if (usd === null) return UNKNOWN;
  if (usd === 0) return "$0";
  // Price files of users may have extremely small prices.
  if (usd < SMALLEST) return `under $${SMALLEST.toFixed(9)}`;
  if (usd >= 0.9995) return CENTS.format(usd);
  const digits = usd.toFixed(2 - Math.floor(Math.log10(usd)));
  return `$${digits.replace(/(?<=\.\d{2,})0+$/, "")}`;
}

/** An amount with all digits that the user entered, and at least with cents: `$5.00`, `$0.00005`, `$1.999`. */
export function formatExactDollars(usd: number): string {
  return EXACT.format(usd);
}

/** Bounds of an unknown cost. */
interface CostBounds {
  readonly costAtLeastUsd: number;
  readonly costAtMostUsd: number | null;
}

/** `at least $0.10, at most $0.25`, or only the lower bound; null if the lower bound is 0 and the upper unknown. */
export function formatCostBounds({ costAtLeastUsd, costAtMostUsd }: CostBounds): string | null {
  const least = `at least ${formatDollars(costAtLeastUsd)}`;
  if (costAtMostUsd !== null) return `${least}, at most ${formatDollars(costAtMostUsd)}`;
  return costAtLeastUsd > 0 ? least : null;
}

/** `$0.12`; for an unknown cost its bounds; `unknown` without useful bounds. */
export function formatCost({ costUsd, ...bounds }: CostBounds & { readonly costUsd: number | null }): string {
  return costUsd === null ? (formatCostBounds(bounds) ?? UNKNOWN) : formatDollars(costUsd);
}
