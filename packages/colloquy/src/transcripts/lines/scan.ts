/**
 * The lines of a text, as offsets: `starts[i]` to `ends[i]` (exclusive, without the line end).
 * A line ends at LF, CR, CRLF, or the Unicode line and paragraph separators.
 */
export interface Lines {
  readonly count: number;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

export function scanLines(text: string): Lines {
  const starts = new GrowingOffsets();
  const ends = new GrowingOffsets();
  const onlyLineFeeds = !text.includes("\r") && !text.includes("\u2028") && !text.includes("\u2029");
  if (onlyLineFeeds) scanLineFeeds(text, starts, ends);
  else scanAnyLineEnd(text, starts, ends);
  return { count: starts.length, starts: starts.toArray(), ends: ends.toArray() };
}

function scanLineFeeds(text: string, starts: GrowingOffsets, ends: GrowingOffsets): void {
  let start = 0;
  while (start < text.length) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    starts.push(start);
    ends.push(end);
    start = end + 1;
  }
}

function scanAnyLineEnd(text: string, starts: GrowingOffsets, ends: GrowingOffsets): void {
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 10 && code !== 13 && code !== 0x2028 && code !== 0x2029) continue;
    starts.push(start);
    ends.push(i);
    if (code === 13 && text.charCodeAt(i + 1) === 10) i++;
    start = i + 1;
  }
  if (start < text.length) {
    starts.push(start);
    ends.push(text.length);
  }
}

/** Offsets take four bytes each. An array would box a million numbers for a million lines. */
class GrowingOffsets {
  length = 0;
  #values = new Uint32Array(1024);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  toArray(): Uint32Array {
    return this.#values.subarray(0, this.length);
  }
}

export function isSpace(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13);
  return (
    code === 0xa0 ||
    code === 0x3000 ||
    code === 0xfeff ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x202f ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x1680 ||
    code === 0x205f
  );
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The first offset from `position` without white space, at most `end`. */
export function skipSpaces(text: string, position: number, end: number): number {
  let i = position;
  while (i < end && isSpace(text.charCodeAt(i))) i++;
  return i;
}

/** The end of the text before `end` without its trailing white space, at least `start`. */
export function trimEnd(text: string, start: number, end: number): number {
  let i = end;
  while (i > start && isSpace(text.charCodeAt(i - 1))) i--;
  return i;
}
