import type { Hit } from "colloquy/api";

/** The text of a chunk around the words that match best. */
export interface Excerpt {
  readonly before: string;
  readonly match: string;
  readonly after: string;
  /** Whether it is less than the chunk. */
  readonly isPart: boolean;
}

/** How many characters are shown before and after the match. */
const AROUND = 140;

/** Cuts a chunk around its match, at the borders of words. `whole`: all of the chunk. */
export function excerptOf(
  { text, startOffset, match }: Pick<Hit, "text" | "startOffset" | "match">,
  whole: boolean,
): Excerpt {
  const start = clamp(match.startOffset - startOffset, text.length);
  const end = clamp(match.endOffset - startOffset, text.length);
  const [before, matched, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  const isPart = before.length > AROUND || after.length > AROUND;
  if (whole || !isPart) return { before, match: matched, after, isPart };
  return { before: tail(before), match: matched, after: head(after), isPart };
}

function clamp(offset: number, length: number): number {
  return Math.min(Math.max(offset, 0), length);
}

function tail(text: string): string {
  if (text.length <= AROUND) return text;
  const cut = text.slice(-AROUND);
  return `…${cut.slice(cut.search(/\s/) + 1)}`;
}

function head(text: string): string {
  if (text.length <= AROUND) return text;
  const cut = text.slice(0, AROUND);
  return `${cut.replace(/\s\S*$/, "")}…`;
}
