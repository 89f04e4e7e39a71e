const GROUPED = new Intl.NumberFormat("en-US");
const DOLLARS = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const EXACT_DOLLARS = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  maximumFractionDigits: 20,
});

/** `8,834`. */
export function formatCount(number: number): string {
  return GROUPED.format(number);
}

/** `1 file`, `8,834 files`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${formatCount(number)} ${number === 1 ? one : many}`;
}

/** A position in a recording as `hh:mm:ss`; null where it is not known. */
export function formatTime(milliseconds: number | null): string | null {
  if (milliseconds === null) return null;
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** A length of time: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 05 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** `0.8/s`, `150/s`. */
export function formatRate(perSecond: number): string {
  return perSecond < 10 ? `${perSecond.toFixed(1)}/s` : `${formatCount(Math.round(perSecond))}/s`;
}

/** A large number as people say it: `940`, `12k`, `5.8M`. */
export function formatAmount(number: number): string {
  if (number < 9_950) return formatCount(Math.round(number));
  if (number < 999_500) return `${Math.round(number / 1000)}k`;
  const millions = number / 1_000_000;
  return `${millions < 9.95 ? millions.toFixed(1) : formatCount(Math.round(millions))}M`;
}

/** US dollars: `$1.23`, `$12,345.00`, and of small sums what counts, `$0.0042`, `$0.0000021`. */
export function formatDollars(usd: number): string {
  if (usd === 0) return "$0";
  // No token costs so little; it is for prices that somebody wrote.
  if (usd < 1e-9) return "under $0.000000001";
  if (usd < 0.0995) return `$${usd.toFixed(1 - Math.floor(Math.log10(usd))).replace(/(?<=\.\d{2,})0$/, "")}`;
  return DOLLARS.format(usd);
}

/** A sum that the user set, as it was given but for the cents that every sum has: `$5.00`, `$0.00005`, `$1.999`. */
export function formatBudget(usd: number): string {
  return EXACT_DOLLARS.format(usd);
}
