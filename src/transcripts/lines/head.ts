import { isDigit, isSpace, skipSpaces, trimEnd } from "./scan.ts";
import { judgeLabel, judgeNameLine, type Label, LONGEST_LABEL } from "./label.ts";
import { readStamp, readStampBefore, type Stamp } from "./stamp.ts";

/** What stands before the words of a line: a label, a time stamp, or both. */
export interface LineHead {
  /** Where the head starts, white space left out. */
  readonly unitOffset: number;
  readonly label: Label | null;
  readonly stamp: Stamp | null;
  /** Where the stamp stands: before a label or text, or with a label. */
  readonly stampLeads: boolean;
  /** Whether a colon marks the label; without one it is a name that only a stamp or its place marks. */
  readonly colon: boolean;
  /** `Name:text` without a space. */
  readonly tight: boolean;
  /** Whether the label stands in Markdown emphasis. */
  readonly emphasised: boolean;
  /** Where the words start; the line's end where the head is all there is. */
  readonly textOffset: number;
  /** Where the words start when the label turns out to be part of them; only a leading stamp is left out. */
  readonly unlabelledOffset: number;
  /** A bare clock right after the label, which may be a stamp or words; the survey decides. */
  readonly doubtful: { readonly stamp: Stamp; readonly textOffset: number } | null;
}

/** Labels repeat: each is judged once a file. */
export type LabelMemory = Map<string, Label | null>;

const LONGEST_NAME_LINE = 110;
/** Longer labels are names only with a bracketed title, place or stamp. */
const LONGEST_PLAIN_LABEL = 90;

const SEPARATORS_AT_END = /[\s|,·–—-]+$/u;

/** Reads the head of the line between two offsets; null where the line is all words. */
export function readHead(text: string, start: number, end: number, memory: LabelMemory): LineHead | null {
  const unitOffset = skipSpaces(text, start, end);
  if (unitOffset >= end) return null;
  const afterMarks = skipMarks(text, unitOffset, end);
  const leading = mayStartStamp(text.charCodeAt(afterMarks)) ? readLeadingStamp(text, afterMarks, end) : null;
  const labelStart = leading === null ? afterMarks : skipSeparators(text, leading.end, end);
  const labelled = readLabelled(text, labelStart, end, memory, leading);
  if (labelled !== null) return { unitOffset, ...labelled };
  if (leading !== null) {
    const textOffset = Math.max(labelStart, trimStartOfEmphasis(text, labelStart, end));
    return {
      unitOffset,
      label: null,
      stamp: leading,
      stampLeads: true,
      colon: false,
      tight: false,
      emphasised: false,
      textOffset,
      unlabelledOffset: textOffset,
      doubtful: null,
    };
  }
  return readNameWithStamp(text, unitOffset, afterMarks, end);
}

function readLabelled(
  text: string,
  start: number,
  end: number,
  memory: LabelMemory,
  leading: Stamp | null,
): Omit<LineHead, "unitOffset"> | null {
  const colon = findColon(text, start, Math.min(end, start + LONGEST_LABEL));
  if (colon === -1) return null;
  const labelEnd = trimEnd(text, start, colon);
  if (labelEnd - start > LONGEST_PLAIN_LABEL && !text.slice(start, labelEnd).includes("(")) return null;
  const trailing =
    leading === null && mayEndStamp(text.charCodeAt(labelEnd - 1)) ? readStampBefore(text, start, labelEnd) : null;
  const raw =
    trailing === null ? text.slice(start, labelEnd) : text.slice(start, trailing.start).replace(SEPARATORS_AT_END, "");
  const label = remember(raw, memory);
  if (label === null || label.strength === "no") return null;
  const emphasised = raw.includes("*") || text.charCodeAt(start - 1) === 42 || text.charCodeAt(start - 1) === 95;
  const afterColon = emphasised ? skipEmphasis(text, colon + 1, end) : colon + 1;
  const tight = afterColon < end && !isSpace(text.charCodeAt(afterColon)) && text.charCodeAt(colon) === 58;
  if (tight && text.startsWith("//", afterColon)) return null;
  const wordsStart = skipSpaces(text, afterColon, end);
  const own = leading ?? trailing;
  const after = own === null && mayStartStamp(text.charCodeAt(wordsStart)) ? readStamp(text, wordsStart, end) : null;
  const afterOffset = after === null ? wordsStart : skipSpaces(text, skipEmphasis(text, after.end, end), end);
  const sure = after !== null && (after.bracketed || afterOffset >= end || after.from.fields.length > 2);
  return {
    label,
    stamp: own ?? (sure ? after : null),
    stampLeads: leading !== null,
    colon: true,
    tight: tight && !sure,
    emphasised,
    unlabelledOffset: start,
    textOffset: sure ? afterOffset : wordsStart,
    doubtful: after === null || sure ? null : { stamp: after, textOffset: afterOffset },
  };
}

function readLeadingStamp(text: string, position: number, end: number): Stamp | null {
  const stamp = readStamp(text, position, end);
  if (stamp === null || stamp.bracketed || stamp.end >= end) return stamp;
  const code = text.charCodeAt(stamp.end);
  return isSpace(code) ||
    code === 58 ||
    code === 124 ||
    code === 45 ||
    code === 0x2013 ||
    code === 42 ||
    code === 0xff1a
    ? stamp
    : null;
}

/** `Name  0:03` or `Name (0:03)` alone on a line. */
function readNameWithStamp(text: string, unitOffset: number, start: number, end: number): LineHead | null {
  const last = trimEmphasisEnd(text, start, trimEnd(text, start, end));
  if (last - start > LONGEST_NAME_LINE || !mayEndStamp(text.charCodeAt(last - 1))) return null;
  const stamp = readStampBefore(text, start, last);
  if (stamp === null || stamp.start <= start) return null;
  const label = judgeNameLine(text.slice(start, stamp.start).replace(SEPARATORS_AT_END, ""));
  if (label === null) return null;
  return {
    unitOffset,
    label,
    stamp,
    stampLeads: false,
    colon: false,
    tight: false,
    emphasised: start > unitOffset,
    textOffset: end,
    unlabelledOffset: unitOffset,
    doubtful: null,
  };
}

function remember(raw: string, memory: LabelMemory): Label | null {
  const known = memory.get(raw);
  if (known !== undefined) return known;
  const judged = judgeLabel(raw);
  memory.set(raw, judged);
  return judged;
}

/** The colon that ends a label: outside brackets, not within a clock, not that of an escape sequence. */
function findColon(text: string, start: number, end: number): number {
  let depth = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 58 || code === 0xff1a) {
      if (depth > 0) continue;
      if (code === 0xff1a || !isDigit(text.charCodeAt(i - 1)) || !isDigit(text.charCodeAt(i + 1))) return i;
    } else if (code === 40 || code === 91 || code === 0xff08) depth++;
    else if (code === 41 || code === 93 || code === 0xff09) depth = Math.max(0, depth - 1);
    else if (code === 27) i = endOfEscape(text, i, end);
  }
  return -1;
}

/** The last character of the terminal escape sequence that starts at `start`. */
function endOfEscape(text: string, start: number, end: number): number {
  const kind = text.charCodeAt(start + 1);
  for (let i = start + 2; i < end; i++) {
    const code = text.charCodeAt(i);
    if (kind === 91 ? code >= 64 && code <= 126 : kind === 93 ? code === 7 || code === 92 : true) return i;
  }
  return start;
}

/** Bullets, quotation marks and emphasis that Markdown puts before a label. */
function skipMarks(text: string, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const code = text.charCodeAt(i);
    const bullet = (code === 45 || code === 62 || code === 35 || code === 0x2022) && mayBeMark(text, i, code);
    if (bullet) i = skipSpaces(text, i + 1, end);
    else if (code === 42 || (code === 95 && text.charCodeAt(i + 1) === 95))
      i = skipSpaces(text, i + (code === 95 ? 2 : 1), end);
    else return i;
  }
  return i;
}

function mayBeMark(text: string, position: number, code: number): boolean {
  const next = text.charCodeAt(position + 1);
  return isSpace(next) || ((code === 35 || code === 62) && next === code);
}

function skipEmphasis(text: string, start: number, end: number): number {
  let i = start;
  while (i < end && (text.charCodeAt(i) === 42 || text.charCodeAt(i) === 95)) i++;
  return i;
}

function trimStartOfEmphasis(text: string, start: number, end: number): number {
  return text.charCodeAt(start) === 42 && text.charCodeAt(start + 1) === 42 && isSpace(text.charCodeAt(start + 2))
    ? skipSpaces(text, start + 2, end)
    : start;
}

function trimEmphasisEnd(text: string, start: number, end: number): number {
  let i = end;
  while (i > start && text.charCodeAt(i - 1) === 42) i--;
  return trimEnd(text, start, i);
}

/** What may stand between a leading stamp and what follows it. */
function skipSeparators(text: string, start: number, end: number): number {
  let i = skipSpaces(text, start, end);
  const code = text.charCodeAt(i);
  const separates =
    code === 45 || code === 0x2013 || code === 0x2014 || code === 124 || code === 58 || code === 42 || code === 0xff1a;
  if (i < end && separates) {
    if (code === 42) i = skipEmphasis(text, i, end);
    else if (isSpace(text.charCodeAt(i + 1)) || i + 1 >= end) i++;
  }
  return skipSpaces(text, i, end);
}

function mayStartStamp(code: number): boolean {
  return (
    isDigit(code) ||
    code === 91 ||
    code === 40 ||
    code === 92 ||
    code === 123 ||
    code === 60 ||
    code === 0xff08 ||
    code === 0x3010
  );
}

function mayEndStamp(code: number): boolean {
  return isDigit(code) || code === 93 || code === 41 || code === 125 || code === 77 || code === 109 || code === 0xff09;
}
