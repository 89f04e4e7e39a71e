import { type ClockReading, readClock } from "../clock.ts";
import { isSpace, skipSpaces } from "./scan.ts";

/** A time stamp in a line: one clock or a range, in brackets or bare. */
export interface Stamp {
  readonly start: number;
  readonly end: number;
  readonly from: ClockReading;
  readonly to: ClockReading | null;
  readonly bracketed: boolean;
}

const CLOSERS: Readonly<Record<string, string>> = { "[": "]", "(": ")", "{": "}", "<": ">", "（": "）", "【": "】" };

/** Reads the stamp that starts exactly at `position`; a bracket may be escaped as Markdown does. */
export function readStamp(text: string, position: number, end: number): Stamp | null {
  const opening = text[position] === "\\" ? position + 1 : position;
  const closer = CLOSERS[text[opening] ?? ""];
  if (closer === undefined) {
    const range = readRange(text, position, end);
    return range === null ? null : { start: position, ...range, bracketed: false };
  }
  const range = readRange(text, skipSpaces(text, opening + 1, Math.min(end, opening + 4)), end);
  if (range === null) return null;
  let i = skipSpaces(text, range.end, Math.min(end, range.end + 3));
  if (text[i] === "\\") i++;
  return text[i] === closer ? { start: position, ...range, end: i + 1, bracketed: true } : null;
}

/** Reads the stamp that ends exactly at `end`, looking back a bounded way. */
export function readStampBefore(text: string, start: number, end: number): Stamp | null {
  const last = text.charCodeAt(end - 1);
  const bracket = last === 93 || last === 41 || last === 125 || last === 0xff09;
  if (!bracket && !(last >= 48 && last <= 57) && last !== 77 && last !== 109) return null;
  const earliest = Math.max(start, end - 44);
  for (let i = end - 4; i >= earliest; i--) {
    const code = text.charCodeAt(i);
    const opens = code === 91 || code === 40 || code === 123 || code === 0xff08;
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

/** The bare clock before the end may itself be the end of a range. */
function readStampBeforeRange(text: string, earliest: number, last: Stamp): Stamp | null {
  for (let i = last.start - 4; i >= earliest; i--) {
    if (i > 0 && !isSpace(text.charCodeAt(i - 1)) && i !== earliest) continue;
    const stamp = readStamp(text, i, last.end);
    if (stamp !== null && stamp.end === last.end && stamp.to !== null) return stamp;
  }
  return null;
}

function readRange(text: string, position: number, end: number): Pick<Stamp, "end" | "from" | "to"> | null {
  const from = readClock(text, position, end);
  if (from === null) return null;
  const dash = skipSpaces(text, from.end, Math.min(end, from.end + 3));
  const arrow = dashLength(text, dash);
  if (arrow === 0) return { end: from.end, from, to: null };
  const to = readClock(text, skipSpaces(text, dash + arrow, Math.min(end, dash + arrow + 3)), end);
  return to === null ? { end: from.end, from, to: null } : { end: to.end, from, to };
}

function dashLength(text: string, position: number): number {
  if (text.startsWith("-->", position)) return 3;
  if (text.startsWith("->", position)) return 2;
  if (text.startsWith("to ", position)) return 2;
  const code = text.charCodeAt(position);
  return code === 45 || code === 0x2013 || code === 0x2014 || code === 0x2192 || code === 126 ? 1 : 0;
}
