import { type CharacterReference, characterReferences } from "../../analysis/index.ts";
import { isEscapedHtml, isEscapedMarkdown } from "./evidence.ts";

/** What stands for other characters: a character reference of HTML (`&#39;`) or an escape of Markdown (`\[`). */
export type Escape = CharacterReference;

/** Which escapes a file has. `none`: `&amp;` and a backslash are meant as they are written. */
export type Escaping = "markdown" | "references" | "none";

/**
 * Judges a file by its whole text. Markdown has references and escapes; so has another text that is evidently an export
 * of Markdown. One that is evidently an export of HTML has references alone.
 */
export function escapingOf(text: string, isMarkdown: boolean): Escaping {
  if (!text.includes("&") && !text.includes("\\")) return "none";
  if (isMarkdown || isEscapedMarkdown(text)) return "markdown";
  return isEscapedHtml(text) ? "references" : "none";
}

/** The escapes of a text, in order: in Markdown none in code spans and fenced code. Linear. */
export function findEscapes(text: string, escaping: Escaping): readonly Escape[] {
  if (escaping === "none") return [];
  return [...(escaping === "markdown" ? markdownEscapes(text) : characterReferences(text))];
}

/** The text with the characters that its escapes stand for. */
export function unescape(text: string, escapes: readonly Escape[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, value } of escapes) {
    result += text.slice(at, start) + value;
    at = end;
  }
  return result + text.slice(at);
}

/** A fence of a code block, a code span within a line, an escaped ASCII punctuation mark, or a line's other text. */
const MARKS = /^ {0,3}(~{3,}|`{3,12}(?![^\r\n]*`))|`+[^`\r\n]*`+|\\([!-/:-@[-`{-~])|&[^;&\s]{1,32};/gm;

/** As CommonMark 0.31.2 has them (2.4 and 2.5). A fence that is not closed goes on to the end. */
function* markdownEscapes(text: string): Generator<Escape> {
  const references = new Map([...characterReferences(text)].map((reference) => [reference.start, reference]));
  let fence: string | null = null;
  for (const { 0: written, 1: mark, 2: escaped, index: start } of text.matchAll(MARKS)) {
    if (mark !== undefined) {
      if (fence === null) fence = mark;
      else if (mark.startsWith(fence)) fence = null;
    } else if (fence === null && escaped !== undefined) yield { start, end: start + written.length, value: escaped };
    else if (fence === null && written.startsWith("&")) {
      const reference = references.get(start);
      if (reference !== undefined) yield reference;
    }
  }
}
