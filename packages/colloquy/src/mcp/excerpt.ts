import type { SearchHit } from "../composition/index.ts";

/** Characters of an excerpt, unless the words that match are more. */
const USUAL = 700;

type Words = Pick<SearchHit, "startOffset" | "endOffset" | "text">;
type FoundWords = Pick<SearchHit, "text" | "startOffset" | "said">;

/** The words of a hit that its speaker says. */
export function wordsOf({ text, startOffset, said }: FoundWords): Words {
  return { ...said, text: text.slice(said.startOffset - startOffset, said.endOffset - startOffset) };
}

/**
 * The words of a hit that its speaker says, with as many lines before and after them as there is room. Lines are whole; a
 * line that is too long is cut at a space. Other speakers may say these lines.
 */
export function excerptOf({ text, startOffset, said }: FoundWords): Words {
  const [from, to] = [said.startOffset - startOffset, said.endOffset - startOffset];
  const room = Math.max(0, USUAL - (to - from));
  const before = Math.min(from, Math.max(Math.ceil(room / 2), room - (text.length - to)));
  const after = Math.min(text.length - to, room - before);
  const start = from - before + toBoundary(text.slice(from - before, from), isCut(text, from - before));
  const last = text.slice(to, to + after);
  const end = to + (to + after >= text.length ? last.length : lastBoundary(last));
  return { startOffset: startOffset + start, endOffset: startOffset + end, text: text.slice(start, end) };
}

function isCut(text: string, at: number): boolean {
  return at > 0 && text[at - 1] !== "\n";
}

/** The characters before the first whole line, or else the first whole word. */
function toBoundary(before: string, cut: boolean): number {
  if (!cut) return 0;
  const line = before.indexOf("\n");
  if (line >= 0) return line + 1;
  const space = before.search(/\s/);
  return space < 0 ? before.length : space + 1;
}

/** The characters up to the end of the last whole line, or else of the last whole word. */
function lastBoundary(after: string): number {
  const line = after.lastIndexOf("\n");
  if (line >= 0) return line;
  const space = after.search(/\s\S*$/);
  return Math.max(0, space);
}
