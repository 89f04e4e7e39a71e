import { formatCount, formatDecimal } from "./numbers.ts";

const DAY = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

/** A length of time: `0 s`, `4.2 ms`, `142 ms`, `2.44 s`, `12.3 s`, `4 min 20 s`, `2 h 05 min`. */
export function formatDuration(seconds: number): string {
  if (seconds === 0) return "0 s";
  if (seconds < 0.9995) return `${milliseconds(1000 * seconds)} ms`;
  if (seconds < 59.95) return `${formatDecimal(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${formatCount(Math.floor(minutes / 60))} h ${twoDigits(minutes % 60)} min`;
}

/** Times are measured to a tenth of a millisecond. */
function milliseconds(ms: number): string {
  return ms < 9.95 ? String(Number(ms.toFixed(1))) : String(Math.round(ms));
}

/** Like `formatDuration`, for milliseconds. */
export function formatMilliseconds(ms: number): string {
  return formatDuration(ms / 1000);
}

/** A remaining time, rounded up to whole seconds: `13 s`, `29 min 07 s`. */
export function formatTimeLeft(seconds: number): string {
  return formatDuration(Math.ceil(seconds));
}

/** A position in a recording: `00:12:03`; null if unknown. */
export function formatClock(milliseconds: number | null): string | null {
  if (milliseconds === null) return null;
  const seconds = Math.floor(milliseconds / 1000);
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(twoDigits).join(":");
}

/** A time and date: `25 November 2026 at 04:53 UTC`; a text that is not a date is returned unchanged. */
export function formatMoment(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : `${DAY.format(time)} UTC`;
}

/** A time and date for a table column: `2026-11-25 04:53`. */
export function formatShortMoment(iso: string): string {
  return iso.replace(/^(\S{10})T(\d\d:\d\d).*$/, "$1 $2");
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
