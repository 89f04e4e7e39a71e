import { matches } from "./highlight.ts";

/** The part of a passage that is worth showing: the window of about `length` characters that has the most different words of the search. */
export function excerpt(text: string, words: readonly string[], length: number): string {
  if (text.length <= length) return text;
  const found = matches(text, words);
  let best = { from: 0, kinds: 0 };
  for (const [start] of found) {
    const from = Math.max(0, Math.min(start - Math.floor(length / 6), text.length - length));
    const kinds = new Set(
      found.filter(([a, b]) => a >= from && b <= from + length).map(([a, b]) => text.slice(a, b).toLowerCase()),
    ).size;
    if (kinds > best.kinds) best = { from, kinds };
  }
  return cut(text, best.from, best.from + length);
}

/** Cuts at spaces, with an ellipsis on each side where something was left out. */
function cut(text: string, from: number, to: number): string {
  const start = from === 0 ? 0 : from + Math.max(text.slice(from).search(/\s/) + 1, 0);
  const rest = text.slice(start, to);
  const isWhole = to >= text.length;
  const kept = isWhole ? rest : rest.replace(/\s\S*$/, "");
  return `${start > 0 ? "… " : ""}${kept.trim()}${isWhole ? "" : " …"}`;
}
