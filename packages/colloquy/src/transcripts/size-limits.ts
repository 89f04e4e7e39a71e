/** Larger files are skipped unless the caller raises the limit. */
export const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/**
 * No conversation has so many turns: at three seconds each they would last 83 hours. What is concluded from a file is
 * worked out at once, so that its turns and its text bound the memory of a run.
 */
const MOST_TURNS = 100_000;

/** Of the canonical text, in UTF-16 code units: nearly 150 hours of speech. */
const MOST_CHARACTERS = 8_000_000;

/** A turn has rarely more than four lines, such as those of a cue; so many lines are refused before they are parsed. */
const MOST_LINES = 4 * MOST_TURNS;

/** What parses into values: cells of a table, members of JSON. A word with its times and confidence has about six. */
const MOST_SEPARATORS = 6_000_000;

/** Why a file of so many bytes is not read; null for one that is. */
export function refuseBytes(size: number, maxBytes = DEFAULT_MAX_BYTES): string | null {
  if (size === 0) return "empty";
  return size > maxBytes ? describeLarge(size, maxBytes) : null;
}

/** What is wrong with a file of more than `maxBytes`. */
export function describeLarge(size: number, maxBytes: number): string {
  return `too large: ${megabytes(size)} MB, the limit is ${megabytes(maxBytes)} MB`;
}

/** Why a text is not parsed, by what a parser would make of it; null for one that is. */
export function refuseShape(text: string): string | null {
  if (text.length <= MOST_LINES) return null;
  const isJson = /^\s{0,1000}[{[]/.test(text);
  const { lines, separators } = countParts(text);
  if (separators > MOST_SEPARATORS) return `too many values: more than ${written(MOST_SEPARATORS)}; split the file`;
  if (!isJson && lines > MOST_LINES)
    return `too many lines: ${written(lines)} with text, the limit is ${written(MOST_LINES)}; split the file`;
  return null;
}

/** Why a parsed transcript is not taken; null for one that is. */
export function refuseTranscript(turns: number, characters: number): string | null {
  if (turns > MOST_TURNS)
    return `too many turns: ${written(turns)}, the limit is ${written(MOST_TURNS)}; split the file`;
  if (characters > MOST_CHARACTERS)
    return `too much text: ${written(characters)} characters, the limit is ${written(MOST_CHARACTERS)}; split the file`;
  return null;
}

const SEPARATORS = new Set([...",;|\t[{"].map((character) => character.charCodeAt(0)));

/** Lines that are not blank, and characters that part values. */
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
