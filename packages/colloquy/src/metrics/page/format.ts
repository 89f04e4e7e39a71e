import type { CostTotal } from "../../calls/index.ts";

const GROUPED = new Intl.NumberFormat("en-US");
const PLAIN = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 6 });
const SMALL_DOLLARS = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumSignificantDigits: 3 });
const DOLLARS = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const GIVEN_DOLLARS = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 20 });
const DAY = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** `8,834`. */
export function count(number: number): string {
  return GROUPED.format(Math.round(number));
}

/** `1 call`, `8,834 calls`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** `0.42`, `7.25`, `38.1`, `1,204`: as exact as somebody wants to know a rate. */
export function decimal(number: number): string {
  if (number === 0) return "0";
  if (number < 10) return number.toFixed(2);
  return number < 100 ? number.toFixed(1) : count(number);
}

/** A large number as people say it: `940`, `12.3k`, `5.8M`; whole numbers only. */
export function amount(number: number): string {
  for (const [unit, size] of [
    ["B", 1e9],
    ["M", 1e6],
    ["k", 1e3],
  ] as const) {
    if (number >= size * 0.9995 && number >= 9_995) return `${short(number / size)}${unit}`;
  }
  return count(number);
}

/** `$0`, `$0.0003`, `$0.12`, `$12,345.00`; `unknown` for null. */
export function dollars(usd: number | null): string {
  if (usd === null) return "unknown";
  if (usd === 0) return "$0";
  return `$${(usd < 0.995 ? SMALL_DOLLARS : DOLLARS).format(usd)}`;
}

/** `$0.12`; `at least $0.10, at most $0.15` where it is not known, with what is known of it; else `unknown`. */
export function costRange({
  costUsd,
  costAtLeastUsd,
  costAtMostUsd,
}: Pick<CostTotal, "costUsd" | "costAtLeastUsd" | "costAtMostUsd">): string {
  if (costUsd !== null) return dollars(costUsd);
  if (costAtMostUsd !== null) return `at least ${dollars(costAtLeastUsd)}, at most ${dollars(costAtMostUsd)}`;
  return costAtLeastUsd > 0 ? `at least ${dollars(costAtLeastUsd)}` : dollars(null);
}

/** A sum that the user set, as it was given but for the cents that every sum has: `$5.00`, `$0.00005`, `$1.999`. */
export function givenDollars(usd: number): string {
  return `$${GIVEN_DOLLARS.format(usd)}`;
}

/** A length of time: `40 ms`, `2.4 s`, `12 s`, `3 min 20 s`, `2 h 05 min`. */
export function duration(seconds: number): string {
  if (seconds === 0) return "0 s";
  if (seconds < 0.9995) return milliseconds(seconds * 1000);
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  const minutes = Math.round(whole / 60);
  return `${count(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** `0.4 ms`, `85 ms`, `1.24 s`, `12.4 s`, `2 min 10 s`. */
export function milliseconds(ms: number): string {
  if (ms < 9.95) return ms === 0 ? "0 ms" : `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_995) return `${(ms / 1000).toFixed(2)} s`;
  return ms < 59_950 ? `${(ms / 1000).toFixed(1)} s` : duration(ms / 1000);
}

/** A way to write the values of one axis up to `most`: all in the same unit, `7.5k` beside `10k`. */
export function axisAmount(most: number): (value: number) => string {
  const [unit, size] = most >= 1e9 ? ["B", 1e9] : most >= 1e6 ? ["M", 1e6] : most >= 1e4 ? ["k", 1e3] : ["", 1];
  return (value) => (value === 0 ? "0" : `${PLAIN.format(value / Number(size))}${unit}`);
}

/** `92 %`, `0.4 %`, of a share from 0 to 1. */
export function percent(share: number): string {
  if (share === 0) return "0 %";
  if (share < 0.0995) return `${(share * 100).toFixed(1)} %`;
  return `${count(share * 100)} %`;
}

/** `25 November 2026 at 04:53 UTC`; what is no date as it stands. */
export function moment(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : `${DAY.format(time)} UTC`;
}

function short(number: number): string {
  return number < 99.95 ? number.toFixed(1).replace(/\.0$/, "") : count(number);
}
