import type { Colours } from "../output.ts";

/** English endings that a search ignores, too. */
const ENDINGS = /(?:ational|ization|fulness|iveness|ations?|ments?|ings?|ies|ers?|ed|es|ly|s|e|y)$/;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’]*/gu;

/** The positions of the words of a search in a text, in any form: [start, end) in UTF-16 code units. */
export function matches(text: string, words: readonly string[]): [start: number, end: number][] {
  const stems = words
    .flatMap((word) => [...word.toLowerCase().matchAll(WORD)])
    .map(([word]) => stem(word))
    .filter((each) => each.length > 1);
  const found: [number, number][] = [];
  for (const match of text.matchAll(WORD)) {
    if (stems.includes(stem(match[0].toLowerCase()))) found.push([match.index, match.index + match[0].length]);
  }
  return found;
}

/** Prints the words of a search in bold. */
export function highlight(text: string, words: readonly string[], colours: Colours): string {
  let shown = "";
  let from = 0;
  for (const [start, end] of matches(text, words)) {
    shown += text.slice(from, start) + colours.bold(colours.yellow(text.slice(start, end)));
    from = end;
  }
  return shown + text.slice(from);
}

function stem(word: string): string {
  const bare = word.replace(/['’]s?$/, "");
  return bare.length > 4 ? bare.replace(ENDINGS, "") : bare.replace(/s$/, "");
}

/** About `length` characters of a text, with a little of what is before a position. */
export function excerpt(text: string, position: number, length: number): string {
  if (text.length <= length) return text;
  const from = Math.max(0, Math.min(position - Math.floor(length / 6), text.length - length));
  return cut(text, from, from + length);
}

/** Cuts at spaces. An ellipsis marks each cut. */
function cut(text: string, from: number, to: number): string {
  const start = from === 0 ? 0 : from + Math.max(text.slice(from).search(/\s/) + 1, 0);
  const selected = text.slice(start, to);
  const isWhole = to >= text.length;
  const kept = isWhole ? selected : selected.replace(/\s\S*$/, "");
  return `${start > 0 ? "… " : ""}${kept.trim()}${isWhole ? "" : " …"}`;
}
