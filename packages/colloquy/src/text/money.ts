import { UNKNOWN } from "./numbers.ts";

const CENTS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const EXACT = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 20 });
const SMALLEST = 1e-9;

/**
 * US dollars: `$0`, `$1.23`, `$12,345.00`; of less than a dollar three significant digits, and cents at least: `$0.10`,
 * `$0.431`, `$0.000312`. Null: `unknown`.
 */
export function formatDollars(usd: number | null): string {
  if (usd === null) return UNKNOWN;
  if (usd === 0) return "$0";
  // A user's price file may have such prices.
  if (usd < SMALLEST) return `under $${SMALLEST.toFixed(9)}`;
  if (usd >= 0.9995) return CENTS.format(usd);
  const digits = usd.toFixed(2 - Math.floor(Math.log10(usd)));
  return `$${digits.replace(/(?<=\.\d{2,})0+$/, "")}`;
}

/** A sum as the user gave it, with cents at least: `$5.00`, `$0.00005`, `$1.999`. */
export function formatExactDollars(usd: number): string {
  return EXACT.format(usd);
}

/** The bounds of a cost that is not known. */
interface CostBounds {
  readonly costAtLeastUsd: number;
  readonly costAtMostUsd: number | null;
}

/** `at least $0.10, at most $0.25`, or the one that is known; null where neither says anything. */
export function formatCostBounds({ costAtLeastUsd, costAtMostUsd }: CostBounds): string | null {
  const least = `at least ${formatDollars(costAtLeastUsd)}`;
  if (costAtMostUsd !== null) return `${least}, at most ${formatDollars(costAtMostUsd)}`;
  return costAtLeastUsd > 0 ? least : null;
}

/** `$0.12`; its bounds where it is not known; `unknown` where these say nothing. */
export function formatCost({ costUsd, ...bounds }: CostBounds & { readonly costUsd: number | null }): string {
  return costUsd === null ? (formatCostBounds(bounds) ?? UNKNOWN) : formatDollars(costUsd);
}
