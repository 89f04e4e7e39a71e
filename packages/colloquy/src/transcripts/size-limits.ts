/** Larger files are skipped unless the caller raises the limit. */
export const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/**
 * No conversation has so many turns: at three seconds each they would last 83 hours. The facts of a file are derived at once,
 * so the limits of its turns and its text limit the memory of a run.
 */
const MOST_TURNS = 100_000;

/** Of the canonical text, in UTF-16 code units: nearly 150 hours of speech. */
const MOST_CHARACTERS = 8_000_000;

/** A turn rarely has more than four lines, such as those of a cue. A text with more lines is refused before it is parsed. */
const MOST_LINES = 4 * MOST_TURNS;

/** Values are cells of a table and members of JSON. A word with its times and confidence has about six. */
const MOST_SEPARATORS = 6_000_000;

/** Why a file of this many bytes is not read; null if it is read. */
export function refuseBytes(size: number, maxBytes = DEFAULT_MAX_BYTES): string | null {
  if (size === 0) return "empty";
  return size > maxBytes ? describeLarge(size, maxBytes) : null;
}

/** The reason for skipping a file of more than `maxBytes`. */
export function describeLarge(size: number, maxBytes: number): string {
  return `too large: ${megabytes(size)} MB, the limit is ${megabytes(maxBytes)} MB`;
}

/** Why a text is not parsed, by its lines and values; null if it is parsed. */
export function refuseShape(text: string): string | null {
  if (text.length <= MOST_LINES) return null;
  const isJson = /^\s{0,1000}[{[]/.test(text);
  const { lines, separators } = countParts(text);
  if (separators > MOST_SEPARATORS) return `too many values: more than ${written(MOST_SEPARATORS)}; split the file`;
  if (!isJson && lines > MOST_LINES)
    return `too many lines: ${written(lines)} with text, the limit is ${written(MOST_LINES)}; split the file`;
  return null;
}

/** Why a parsed transcript is not taken; null if it is taken. */
export function refuseTranscript(turns: number, characters: number): string | null {
  if (turns > MOST_TURNS)
    return `too many turns: ${written(turns)}, the limit is ${written(MOST_TURNS)}; split the file`;
  if (characters > MOST_CHARACTERS)
    return `too much text: ${written(characters)} characters, the limit is ${written(MOST_CHARACTERS)}; split the file`;
  return null;
}

const SEPARATORS = new Set([...",;|\t[{"].map((character) => character.charCodeAt(0)));

/** Counts lines that are not blank, and characters that separate values. */
function countParts(text: string): { readonly lines: number; readonly separators: number } {
  let lines = 0;
  let separators = 0;
  let isBlank = true;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) isBlank = true;
    else if (code > 32 && isBlank) {
      lines++;
      isBlank = false;
    }
    if (SEPARATORS.has(code)) separators++;
  }
  return { lines, separators };
}

function written(count: number): string {
  return count.toLocaleString("en");
}

function megabytes(bytes: number): string {
  const value = bytes / (1024 * 1024);
  return value >= 10 ? value.toFixed(0) : value.toFixed(value >= 0.1 ? 1 : 4);
}
