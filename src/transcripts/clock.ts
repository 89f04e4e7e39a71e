import { isDigit } from "./lines/scan.ts";

/** A clock reading such as `1:02`, `00:01:02.500` or `08:03:15:47`, where it stands. */
export interface ClockReading {
  readonly end: number;
  /** The numbers between the colons. */
  readonly fields: readonly number[];
  /** Fraction of the last field, in milliseconds. */
  readonly fractionMs: number;
  /** `10:02 AM`: a time of day, which says nothing about the recording. */
  readonly timeOfDay: boolean;
}

/** What the first of four fields is: days (mission transcripts), or hours with frames at the end (editing software). */
export type FourFields = "days" | "frames";

const FRAMES_PER_SECOND = 30;

/** Reads a clock of two to four fields that starts exactly at `position`. */
export function readClock(text: string, position: number, end: number): ClockReading | null {
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
  // `1:1` is a ratio; software that writes single digits gives hours as well.
  if (fields.length < 2 || (fields.length === 2 && width < 2) || (i < end && isDigit(text.charCodeAt(i)))) return null;
  const fraction = readFraction(text, i, end);
  const timeOfDay = /^ ?[ap]\.?m\b/i.test(text.slice(fraction.end, fraction.end + 5));
  const after = timeOfDay ? skipMeridiem(text, fraction.end) : fraction.end;
  return { end: after, fields, fractionMs: fraction.ms, timeOfDay };
}

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

/** A time as text alone: `00:01:02,500`, `62.5`, `62.5s`; milliseconds, or null where it is none. */
export function parseTime(value: string, four: FourFields = "days"): number | null {
  const text = value.trim();
  const seconds = /^(\d{1,9}(?:\.\d{1,9})?) ?s?$/.exec(text);
  if (seconds !== null) return Math.round(Number(seconds[1]) * 1000);
  const clock = readClock(text, 0, text.length);
  return clock !== null && clock.end === text.length ? clockToMs(clock, four) : null;
}
