const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const NUMBER = /^\d+(?:\.\d+)?$/;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/;
/** Numbers from this one on are moments (seconds since the epoch), not durations. */
const EARLIEST_MOMENT = 1e9;

/** Milliseconds of a duration as Go writes it (`6m0s`, `120ms`, `2.192s`); null for anything else. */
function parseDuration(text: string): number | null {
  if (!DURATION.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
    total += Number(amount) * (UNITS[unit ?? ""] ?? 0);
  }
  return Math.ceil(total);
}

/**
 * Milliseconds from `now` that a header gives as a duration (`6m0s`), as seconds, or as a moment (an HTTP date, RFC 3339,
 * seconds or milliseconds since the epoch); null for anything else. A moment in the past is 0.
 */
export function parseWait(text: string | null | undefined, now: number): number | null {
  const trimmed = text?.trim() ?? "";
  if (NUMBER.test(trimmed)) {
    const number = Number(trimmed);
    if (number < EARLIEST_MOMENT) return Math.ceil(number * 1000);
    return Math.max(0, Math.ceil(number < EARLIEST_MOMENT * 1000 ? number * 1000 - now : number - now));
  }
  const duration = parseDuration(trimmed);
  if (duration !== null) return duration;
  // Date.parse accepts almost anything; a moment in a header has a year and a time.
  const moment = /\d{4}.*\d\d:\d\d/.test(trimmed) ? Date.parse(trimmed) : NaN;
  return Number.isNaN(moment) ? null : Math.max(0, moment - now);
}

/**
 * How long a server asks to wait, in milliseconds: by `retry-after-ms`, else by `retry-after` in seconds or as a date; null if
 * neither header has a value that can be read.
 * @param headers by their names in lower case, as `Object.fromEntries(response.headers)` gives them.
 * @param now the time by the server's clock, in milliseconds since the epoch; its header `date` gives it.
 */
export function parseRetryAfter(
  headers: Readonly<Record<string, string | undefined>>,
  now: number = Date.now(),
): number | null {
  const milliseconds = headers["retry-after-ms"]?.trim() ?? "";
  return NUMBER.test(milliseconds) ? Math.ceil(Number(milliseconds)) : parseWait(headers["retry-after"], now);
}
