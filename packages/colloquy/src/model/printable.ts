import { stripVTControlCharacters } from "node:util";

/** Line breaks and tabs, which separate words, and characters that control a terminal, reorder text or hide it. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const CONTROLS =
  /[\u0000-\u001F\u007F-\u009F\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * Untrusted text as one line that a terminal or a log can show safely: no control characters (C0, C1, escape
 * sequences), no bidirectional overrides or invisible characters (joiners, which scripts need, stay), no broken
 * surrogates; line breaks become spaces.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text.replace(BREAKS, " ")).replace(CONTROLS, "").replace(LONE_SURROGATES, "\uFFFD");
}

/** A word of a shell, quoted so that the shell interprets nothing in it; for commands that users copy. */
export function shellWord(text: string): string {
  const safe = printable(text);
  return /^[\p{L}\p{N}_./:-]+$/u.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}

/** A usual line, which needs no change. */
const PLAIN_LINE = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/** The text in one line of a prompt: line ends and control characters become a space. */
export function inLine(text: string): string {
  if (PLAIN_LINE.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}\u0085\u2028\u2029]+/gu, " ")
    .trim();
}
