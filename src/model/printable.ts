import { stripVTControlCharacters } from "node:util";

/** Line breaks and tabs, which part words; and the marks that make a terminal act or show text in another order. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const CONTROLS = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;
const LONE_SURROGATES = /\p{Surrogate}/gu;

/**
 * Text of a stranger as one line that a terminal or a log can show safely: no control characters (C0, C1,
 * escape sequences), no bidirectional overrides, no broken surrogates; line breaks become spaces.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text.replace(BREAKS, " ")).replace(CONTROLS, "").replace(LONE_SURROGATES, "\uFFFD");
}
