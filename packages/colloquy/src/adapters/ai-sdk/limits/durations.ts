const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/;
/** Numbers above this are moments (seconds since the epoch), not durations: 31 years. */
const EARLIEST_MOMENT = 1e9;

/** Milliseconds of a duration as Go writes it: `6m0s`, `120ms`, `2.192s`; null for anything else. */
export function parseDuration(text: string): number | null {
  if (!DURATION.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
    total += Number(amount) * (UNITS[unit ?? ""] ?? 0);
  }
  return Math.ceil(total);
}

/**
 * Milliseconds from `now` that a header names as a duration, as seconds, or as a moment (RFC 3339, an HTTP date,
 * seconds or milliseconds since the epoch); null for anything else. What has passed is 0.
 */
export function parseWait(text: string | null | undefined, now: number): number | null {
  const trimmed = text?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    const number = Number(trimmed);
    if (number < EARLIEST_MOMENT) return Math.ceil(number * 1000);
    return Math.max(0, Math.ceil(number < EARLIEST_MOMENT * 1000 ? number * 1000 - now : number - now));
  }
  const duration = parseDuration(trimmed);
  if (duration !== null) return duration;
  // Date.parse takes almost anything for a date; a date of these headers names a year and a time.
  const moment = /\d{4}.*\d\d:\d\d/.test(trimmed) ? Date.parse(trimmed) : NaN;
  return Number.isNaN(moment) ? null : Math.max(0, moment - now);
}
