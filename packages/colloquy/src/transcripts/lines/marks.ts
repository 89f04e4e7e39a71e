import { isDigit, isSpace, skipSpaces, trimEnd } from "./scan.ts";

/** The colon that ends a label: outside brackets, and not in a clock or an escape sequence. */
export function findColon(text: string, start: number, end: number): number {
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
export function skipMarks(text: string, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const code = text.charCodeAt(i);
    const bullet = (code === 45 || code === 62 || code === 35 || code === 0x2022) && mayBeMark(text, i, code);
    if (bullet) i = skipSpaces(text, i + 1, end);
    else if (code === 42 || (code === 95 && text.charCodeAt(i + 1) === 95 && !isDunderAt(text, i)))
      i = skipSpaces(text, i + (code === 95 ? 2 : 1), end);
    else return i;
  }
  return i;
}

/** `__init__` is an identifier in code. Emphasis is around names with capitals or a space. */
function isDunderAt(text: string, position: number): boolean {
  DUNDER.lastIndex = position;
  return DUNDER.test(text);
}

const DUNDER = /__[a-z]+(?:_[a-z]+){0,8}__(?=\s*:)/y;

function mayBeMark(text: string, position: number, code: number): boolean {
  const next = text.charCodeAt(position + 1);
  return isSpace(next) || ((code === 35 || code === 62) && next === code);
}

export function skipEmphasis(text: string, start: number, end: number): number {
  let i = start;
  while (i < end && (text.charCodeAt(i) === 42 || text.charCodeAt(i) === 95)) i++;
  return i;
}

/** `**` that closes emphasis around a stamp. */
export function trimStartOfEmphasis(text: string, start: number, end: number): number {
  return text.charCodeAt(start) === 42 && text.charCodeAt(start + 1) === 42 && isSpace(text.charCodeAt(start + 2))
    ? skipSpaces(text, start + 2, end)
    : start;
}

export function trimEmphasisEnd(text: string, start: number, end: number): number {
  let i = end;
  while (i > start && text.charCodeAt(i - 1) === 42) i--;
  return trimEnd(text, start, i);
}

/** What may separate a leading stamp from the text after it. */
export function skipSeparators(text: string, start: number, end: number): number {
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

/** Cheap, because it runs for every line. */
export function mayStartStamp(code: number): boolean {
  return (
    isDigit(code) ||
    code === 91 ||
    code === 40 ||
    code === 92 ||
    code === 123 ||
    code === 60 ||
    code === 96 ||
    code === 0xff08 ||
    code === 0x3010
  );
}

export function mayEndStamp(code: number): boolean {
  return (
    isDigit(code) ||
    code === 93 ||
    code === 41 ||
    code === 125 ||
    code === 96 ||
    code === 77 ||
    code === 109 ||
    code === 0xff09
  );
}
