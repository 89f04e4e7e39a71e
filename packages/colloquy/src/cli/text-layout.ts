import { stripVTControlCharacters } from "node:util";

/** Scripts whose letters take two columns of a terminal, and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/gu;
const ZERO = /\p{Mn}|\p{Me}|[\u200B-\u200D]/gu;

/** How many columns a text takes on a terminal; colours take none. */
export function displayWidth(text: string): number {
  const bare = stripVTControlCharacters(text).replace(ZERO, "");
  return [...bare].length + (bare.match(WIDE)?.length ?? 0);
}

/** Pads with spaces to a width in columns. */
export function padColumns(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** Cuts a text without colours at a width in columns, and says so with an ellipsis. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let used = 1;
  for (const character of text) {
    used += displayWidth(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** Breaks a text at its spaces into lines of at most `width` columns, each behind `indent`. A longer word is broken. */
export function wrap(text: string, width: number, indent = ""): string {
  const room = Math.max(10, width - displayWidth(indent));
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of text
    .split(/ +/)
    .filter((part) => part !== "")
    .flatMap((part) => pieces(part, room))) {
    const wide = displayWidth(word);
    if (used > 0 && used + 1 + wide > room) {
      lines.push(line);
      line = word;
      used = wide;
    } else {
      line = used === 0 ? word : `${line} ${word}`;
      used += used === 0 ? wide : wide + 1;
    }
  }
  lines.push(line);
  return lines.map((each) => `${indent}${each}`).join("\n");
}

/** A word as it is, or in pieces when it alone is too long; one with colours is never cut. */
function pieces(word: string, room: number): string[] {
  if (word.length * 2 <= room || displayWidth(word) <= room || word.includes("\u001b")) return [word];
  const cut: string[] = [];
  let piece = "";
  let used = 0;
  for (const character of word) {
    const wide = displayWidth(character);
    if (used + wide > room && piece !== "") {
      cut.push(piece);
      piece = "";
      used = 0;
    }
    piece += character;
    used += wide;
  }
  return [...cut, piece];
}
