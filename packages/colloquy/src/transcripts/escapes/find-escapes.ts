import { type CharacterReference, characterReferences } from "../../analysis/index.ts";
import { isEscapedHtml, isEscapedMarkdown, isEscapedRepeatedly } from "./evidence.ts";

/** Text that stands for another character: a character reference of HTML (`&#39;`) or an escape of Markdown (`\[`). */
export type Escape = CharacterReference;

/** The kinds of escapes in a file. */
export interface Escaping {
  /** Whether backslashes escape. Code has neither escapes nor references. */
  readonly isMarkdown: boolean;
  /** Whether references of HTML stand for characters, or for references that do (`twice`). `none`: `&amp;` means itself. */
  readonly references: "none" | "once" | "repeated";
}

const NO_ESCAPES: Escaping = { isMarkdown: false, references: "none" };

/**
 * Finds the kinds of escapes by the whole text. Markdown has references and escapes, and so has a text that is evidently
 * exported from Markdown. A text that is evidently exported from HTML has references only.
 */
export function escapingOf(text: string, isMarkdown: boolean): Escaping {
  if (!text.includes("&") && !text.includes("\\")) return NO_ESCAPES;
  if (isEscapedRepeatedly(text)) return { isMarkdown: isMarkdown || isEscapedMarkdown(text), references: "repeated" };
  if (isMarkdown || isEscapedMarkdown(text)) return { isMarkdown: true, references: "once" };
  return isEscapedHtml(text) ? { isMarkdown: false, references: "once" } : NO_ESCAPES;
}

/** The escapes of a text, in order. In Markdown, code spans and fenced code have none. Linear. */
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

/** A fence of a code block, a code span within a line, an escaped ASCII punctuation mark, or other text of a line. */
const MARKS = /^ {0,3}(~{3,}|`{3,12}(?![^\r\n]*`))|`+[^`\r\n]*`+|\\([!-/:-@[-`{-~])|&(?:amp;){0,2}[^;&\s]{1,32};/gm;

/** As defined by CommonMark 0.31.2 (2.4 and 2.5). A fence that is not closed ends with the text. */
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
