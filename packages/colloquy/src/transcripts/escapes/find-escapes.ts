import { type CharacterReference, characterReferences } from "../../analysis/index.ts";
import { isEscapedHtml, isEscapedMarkdown, isEscapedRepeatedly } from "./evidence.ts";

/** What stands for other characters: a character reference of HTML (`&#39;`) or an escape of Markdown (`\[`). */
export type Escape = CharacterReference;

/** Which escapes a file has. */
export interface Escaping {
  /** Whether backslashes escape, except in code, where references are none either. */
  readonly isMarkdown: boolean;
  /** Whether references of HTML stand for characters, or for references that do. `none`: `&amp;` is meant as it is written. */
  readonly references: "none" | "once" | "repeated";
}

const NO_ESCAPES: Escaping = { isMarkdown: false, references: "none" };

/**
 * Judges a file by its whole text. Markdown has references and escapes; so has another text that is evidently an export
 * of Markdown. One that is evidently an export of HTML has references alone.
 */
export function escapingOf(text: string, isMarkdown: boolean): Escaping {
  if (!text.includes("&") && !text.includes("\\")) return NO_ESCAPES;
  if (isEscapedRepeatedly(text)) return { isMarkdown: isMarkdown || isEscapedMarkdown(text), references: "repeated" };
  if (isMarkdown || isEscapedMarkdown(text)) return { isMarkdown: true, references: "once" };
  return isEscapedHtml(text) ? { isMarkdown: false, references: "once" } : NO_ESCAPES;
}

/** The escapes of a text, in order: in Markdown none in code spans and fenced code. Linear. */
export function findEscapes(text: string, { isMarkdown, references }: Escaping): readonly Escape[] {
  if (references === "none") return [];
  const found = characterReferences(text, { repeated: references === "repeated" });
  return [...(isMarkdown ? markdownEscapes(text, found) : found)];
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
const MARKS = /^ {0,3}(~{3,}|`{3,12}(?![^\r\n]*`))|`+[^`\r\n]*`+|\\([!-/:-@[-`{-~])|&(?:amp;){0,2}[^;&\s]{1,32};/gm;

/** As CommonMark 0.31.2 has them (2.4 and 2.5). A fence that is not closed goes on to the end. */
function* markdownEscapes(text: string, found: Iterable<CharacterReference>): Generator<Escape> {
  const references = new Map([...found].map((reference) => [reference.start, reference]));
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
