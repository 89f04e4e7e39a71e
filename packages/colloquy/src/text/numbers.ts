const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
/** Three significant digits. Larger numbers are formatted by `GROUPED`. */
const MEASURED = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const UNITS = [
  ["B", 1e9],
  ["M", 1e6],
  ["k", 1e3],
] as const;

/** The text for an unknown number, in tables and sentences. */
export const UNKNOWN = "unknown";

/** A whole number with all its digits: `8,834`. */
export function formatCount(number: number): string {
  return GROUPED.format(number);
}

/** A number with its noun: `1 file`, `8,834 files`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${formatCount(number)} ${Math.round(number) === 1 ? one : many}`;
}

/** An abbreviated whole number: `940`, `9,994`, `12.3k`, `187k`, `5.8M`, `2.1B`. */
export function formatAmount(number: number): string {
  const unit = number < 9_995 ? undefined : UNITS.find(([, size]) => number >= size * 0.9995);
  return unit === undefined ? formatCount(number) : `${formatDecimal(number / unit[1])}${unit[0]}`;
}

/** A number with a fraction: `0.417`, `7.25`, `38.1`, `1,204`. */
export function formatDecimal(number: number): string {
  return number < 999.5 ? MEASURED.format(number) : formatCount(number);
}

/** A rate per second: `0.8/s`, `7.25/s`, `150/s`. */
export function formatRate(perSecond: number): string {
  return `${formatDecimal(perSecond)}/s`;
}

/** A share from 0 to 1 as a percentage: `0.4 %`, `5.0 %`, `92 %`. `decimals`: by default one below ten percent, else none. */
export function formatPercent(share: number, decimals = share > 0 && share < 0.0995 ? 1 : 0): string {
  return `${(100 * share).toFixed(decimals)} %`;
}

/** A range and the likely value in it. */
interface Range {
  readonly least: number;
  readonly likely: number;
  readonly most: number;
}

/** The likely value and its range: `5.8M (5.2M to 6.4M)`; only the value if both ends have the same text. */
export function formatRange(range: Range, format: (number: number) => string): string {
  const ends = formatEnds(range, format);
  return ends === format(range.least) ? format(range.likely) : `${format(range.likely)} (${ends})`;
}

/** The ends of a range: `5.2M to 6.4M`; only one if both have the same text. */
export function formatEnds({ least, most }: Pick<Range, "least" | "most">, format: (number: number) => string): string {
  const [from, to] = [format(least), format(most)];
  return from === to ? from : `${from} to ${to}`;
}
