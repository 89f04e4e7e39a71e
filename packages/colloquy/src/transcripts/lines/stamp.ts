import { type ClockReading, readClock, readUnits } from "../clock.ts";
import { isSpace, skipSpaces } from "./scan.ts";

/** A time stamp in a line: one clock or a range, in brackets or bare. */
export interface Stamp {
  readonly start: number;
  readonly end: number;
  readonly from: ClockReading;
  readonly to: ClockReading | null;
  readonly bracketed: boolean;
}

const CLOSERS: Readonly<Record<string, string>> = {
  "[": "]",
  "(": ")",
  "{": "}",
  "<": ">",
  "（": "）",
  "【": "】",
  "`": "`",
};

/** Reads the stamp that starts exactly at `position`; brackets may be two, escaped, or a Markdown link. */
export function readStamp(text: string, position: number, end: number): Stamp | null {
  const closers: string[] = [];
  let i = position;
  while (closers.length < 2) {
    const opening = text[i] === "\\" ? i + 1 : i;
    const closer = CLOSERS[text[opening] ?? ""];
    if (closer === undefined) break;
    closers.unshift(closer);
    i = opening + 1;
  }
  const bracketed = closers.length > 0;
  const range = bracketed
    ? readRange(text, skipSpaces(text, i, Math.min(end, i + 3)), end, readAny)
    : readRange(text, i, end);
  if (range === null || !bracketed) return range === null ? null : { start: position, ...range, bracketed };
  i = range.end;
  for (const closer of closers) {
    i = skipSpaces(text, i, Math.min(end, i + 3));
    if (text[i] === "\\") i++;
    if (text[i] !== closer) return null;
    i = closer === "]" ? skipLink(text, i + 1, end) : i + 1;
  }
  return { start: position, ...range, end: i, bracketed };
}

const LONGEST_LINK = 300;

/** The address after `[0:03]`, which leads to a second of a video. */
function skipLink(text: string, position: number, end: number): number {
  if (!text.startsWith("(http", position)) return position;
  const close = text.slice(position, Math.min(end, position + LONGEST_LINK)).indexOf(")");
  return close === -1 ? position : position + close + 1;
}

/** Reads the stamp that ends exactly at `end`. It looks back over a limited number of characters. */
export function readStampBefore(text: string, start: number, end: number): Stamp | null {
  const last = text.charCodeAt(end - 1);
  const bracket = last === 93 || last === 41 || last === 125 || last === 96 || last === 0xff09;
  if (!bracket && !(last >= 48 && last <= 57) && last !== 77 && last !== 109) return null;
  if (bracket && end - start < LONGEST_LINK && text.slice(start, end).includes("](http"))
    return readLinkBefore(text, start, end);
  const earliest = Math.max(start, end - 44);
  for (let i = end - 4; i >= earliest; i--) {
    const code = text.charCodeAt(i);
    const opens = code === 91 || code === 40 || code === 123 || code === 96 || code === 0xff08;
    const digit = code >= 48 && code <= 57;
    if (bracket ? !opens : !digit) continue;
    const before = text.charCodeAt(i - 1);
    if (!bracket && i > start && !isSpace(before) && before !== 124) continue;
    const stamp = readStamp(text, i > start && before === 92 ? i - 1 : i, end);
    if (stamp?.end === end) return bracket ? stamp : (readStampBeforeRange(text, earliest, stamp) ?? stamp);
    if (bracket) return null;
  }
  return null;
}

function readLinkBefore(text: string, start: number, end: number): Stamp | null {
  for (let i = start; i < end; i++) {
    if (text[i] !== "[" && text[i] !== "(") continue;
    const stamp = readStamp(text, i, end);
    if (stamp?.end === end) return stamp;
  }
  return null;
}

/** The bare clock before the end may itself be the end of a range. */
function readStampBeforeRange(text: string, earliest: number, last: Stamp): Stamp | null {
  for (let i = last.start - 4; i >= earliest; i--) {
    if (i > 0 && !isSpace(text.charCodeAt(i - 1)) && i !== earliest) continue;
    const stamp = readStamp(text, i, last.end);
    if (stamp !== null && stamp.end === last.end && stamp.to !== null) return stamp;
  }
  return null;
}

type ClockReader = (text: string, position: number, end: number) => ClockReading | null;

const readAny: ClockReader = (text, position, end) => readClock(text, position, end) ?? readUnits(text, position, end);

function readRange(
  text: string,
  position: number,
  end: number,
  read: ClockReader = readClock,
): Pick<Stamp, "end" | "from" | "to"> | null {
  const from = read(text, position, end);
  if (from === null) return null;
  const dash = skipSpaces(text, from.end, Math.min(end, from.end + 3));
  const arrow = dashLength(text, dash);
  if (arrow === 0) return { end: from.end, from, to: null };
  const to = read(text, skipSpaces(text, dash + arrow, Math.min(end, dash + arrow + 3)), end);
  return to === null ? { end: from.end, from, to: null } : { end: to.end, from, to };
}

function dashLength(text: string, position: number): number {
  if (text.startsWith("-->", position)) return 3;
  if (text.startsWith("->", position)) return 2;
  if (text.startsWith("to ", position)) return 2;
  const code = text.charCodeAt(position);
  return code === 45 || code === 0x2013 || code === 0x2014 || code === 0x2192 || code === 126 ? 1 : 0;
}
