import { isDigit } from "./lines/scan.ts";

/** A clock reading such as `1:02`, `00:01:02.500` or `08:03:15:47`, and its position. */
export interface ClockReading {
  readonly end: number;
  /** The numbers between the colons. */
  readonly fields: readonly number[];
  /** Fraction of the last field, in milliseconds. */
  readonly fractionMs: number;
  /** Whether it is a time of day (`10:02 AM`, or a clock after a date). Times of day count from the first one of the file. */
  readonly timeOfDay: boolean;
  /** The date before it, in days since 1970. */
  readonly day?: number;
}

/** Meaning of four fields: days first (mission transcripts), or hours first and frames last (editing software). */
export type FourFields = "days" | "frames";

const FRAMES_PER_SECOND = 30;

/** Reads a clock of two to four fields, with or without an ISO date before it, that starts exactly at `position`. */
export function readClock(text: string, position: number, end: number): ClockReading | null {
  const dash = text.charCodeAt(position + 4);
  if (dash === 45 || dash === 47) return readDated(text, position, end);
  const fields: number[] = [];
  let i = position;
  let width = 0;
  for (;;) {
    const start = i;
    let value = 0;
    while (i < end && i - start < 4 && isDigit(text.charCodeAt(i))) value = value * 10 + text.charCodeAt(i++) - 48;
    if (i === start || (fields.length > 0 && i - start > 2)) return null;
    fields.push(value);
    width = i - start;
    if (fields.length === 4 || text.charCodeAt(i) !== 58 || !isDigit(text.charCodeAt(i + 1))) break;
    i++;
  }
  // `1:1` is a ratio. Software that writes single digits writes hours too.
  if (fields.length < 2 || (fields.length === 2 && width < 2) || (i < end && isDigit(text.charCodeAt(i)))) return null;
  const fraction = readFraction(text, i, end);
  const timeOfDay = /^ ?[ap]\.?m\b/i.test(text.slice(fraction.end, fraction.end + 5));
  const after = timeOfDay ? skipMeridiem(text, fraction.end) : fraction.end;
  if (timeOfDay && fields.length < 4) fields[0] = hourOfDay(fields[0] ?? 0, text.slice(fraction.end, after));
  return { end: after, fields, fractionMs: fraction.ms, timeOfDay };
}

/** Midnight is 12 AM, noon is 12 PM. */
function hourOfDay(hour: number, meridiem: string): number {
  return hour > 12 ? hour : (hour % 12) + (/p/i.test(meridiem) ? 12 : 0);
}

/** Only ISO dates are read, because other orders are ambiguous. The time zone is ignored: it is the same in the whole file. */
const DATE = /(\d{4})[-/](\d{2})[-/](\d{2})(?:T|,? {1,2})(?=\d)/y;
const ZONE = /(?:Z|[+-]\d{2}:?\d{2})(?![\w:])/y;

function readDated(text: string, position: number, end: number): ClockReading | null {
  DATE.lastIndex = position;
  const date = DATE.exec(text);
  if (date === null) return null;
  const clock = readClock(text, DATE.lastIndex, end);
  if (clock === null || clock.fields.length > 3) return null;
  ZONE.lastIndex = clock.end;
  const day = Date.UTC(Number(date[1]), Number(date[2]) - 1, Number(date[3])) / DAY_MS;
  return { ...clock, end: ZONE.test(text) ? ZONE.lastIndex : clock.end, timeOfDay: true, day };
}

/** Seconds with their unit, as `3.20s`, `0m3s` or `1h2m3s`. They are a stamp only in brackets. */
export function readUnits(text: string, position: number, end: number): ClockReading | null {
  UNITS.lastIndex = position;
  const found = UNITS.exec(text);
  if (found === null || UNITS.lastIndex > end || found[0] === "") return null;
  const [, hours = "0", minutes = "0", seconds = "0"] = found;
  const total = Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000);
  const whole = Math.floor(total / 1000);
  const fields = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return { end: UNITS.lastIndex, fields, fractionMs: total % 1000, timeOfDay: false };
}

const UNITS = /(?:(\d{1,3}) ?h ?)?(?:(\d{1,4}) ?m ?)?(?:(\d{1,7}(?:\.\d{1,6})?) ?s)?(?![\w.])/y;

function readFraction(text: string, position: number, end: number): { readonly end: number; readonly ms: number } {
  const mark = text.charCodeAt(position);
  if (position >= end || (mark !== 46 && mark !== 44) || !isDigit(text.charCodeAt(position + 1)))
    return { end: position, ms: 0 };
  let i = position + 1;
  let ms = 0;
  for (let scale = 100; i < end && isDigit(text.charCodeAt(i)) && i - position < 10; i++, scale /= 10) {
    ms += (text.charCodeAt(i) - 48) * scale;
  }
  return { end: i, ms };
}

function skipMeridiem(text: string, position: number): number {
  const found = /^ ?[ap]\.?m\.?/i.exec(text.slice(position, position + 5));
  return position + (found?.[0].length ?? 0);
}

/** Milliseconds from the start of the recording; null for an impossible reading or a time of day. */
export function clockToMs(
  clock: Pick<ClockReading, "fields" | "fractionMs" | "timeOfDay">,
  four: FourFields = "days",
): number | null {
  const [a = 0, b = 0, c = 0, d = 0] = clock.fields;
  if (clock.timeOfDay) return null;
  if (clock.fields.length === 2) return b < 60 ? Math.round((a * 60 + b) * 1000 + clock.fractionMs) : null;
  if (b >= (clock.fields.length === 4 && four === "days" ? 24 : 60) || c >= 60) return null;
  if (clock.fields.length === 3) return Math.round(((a * 60 + b) * 60 + c) * 1000 + clock.fractionMs);
  if (four === "frames") return Math.round(((a * 60 + b) * 60 + c) * 1000 + (d * 1000) / FRAMES_PER_SECOND);
  return d < 60 ? Math.round((((a * 24 + b) * 60 + c) * 60 + d) * 1000 + clock.fractionMs) : null;
}

const DAY_MS = 86_400_000;

/** Milliseconds since midnight, or since 1970 when the reading has a date; null if it is not a time of day. */
function wallClockMs({ fields, fractionMs, timeOfDay, day = 0 }: ClockReading): number | null {
  const [hours = 0, minutes = 0, seconds = 0] = fields;
  if (!timeOfDay || fields.length > 3 || hours > 23 || minutes > 59 || seconds > 59) return null;
  return day * DAY_MS + Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000 + fractionMs);
}

/** Converts times of day to times since the first one of the file. A much earlier time without a date is of the next day. */
export class WallClock {
  #first: number | null = null;
  #last = 0;
  #days = 0;

  /** Milliseconds since the first reading; null if the reading is no time of day. */
  sinceFirst(clock: ClockReading): number | null {
    const wall = wallClockMs(clock);
    if (wall === null) return null;
    if (clock.day === undefined && wall + this.#days * DAY_MS < this.#last - DAY_MS / 2) this.#days++;
    const time = wall + this.#days * DAY_MS;
    this.#first ??= time;
    this.#last = time;
    return time - this.#first;
  }
}

/** Reads a text that is a time and nothing else: `00:01:02,500`, `62.5`, `62.5s`. In milliseconds; null for another text. */
export function parseTime(value: string, four: FourFields = "days"): number | null {
  const text = value.trim();
  const seconds = /^(\d{1,9}(?:\.\d{1,9})?) ?s?$/.exec(text);
  if (seconds !== null) return Math.round(Number(seconds[1]) * 1000);
  const clock = readClock(text, 0, text.length);
  return clock !== null && clock.end === text.length ? clockToMs(clock, four) : null;
}
