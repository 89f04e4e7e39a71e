import type { Token } from "./tokens.ts";

/** Joins unspaced compounds ("noise-cancelling", "state-of-the-art") into one token each. */
export function joinHyphenated(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    let last = index;
    while (isGlue(tokens, last + 1)) last += 2;
    const first = tokens[index];
    if (first === undefined) break;
    joined.push(last === index ? first : join(tokens.slice(index, last + 1)));
    index = last;
  }
  return joined;
}

function isGlue(tokens: readonly Token[], index: number): boolean {
  const [before, glue, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (before === undefined || glue === undefined || after === undefined || !/^[-–]$/.test(glue.text)) return false;
  return before.end === glue.start && glue.end === after.start && isWord(before) && isWord(after);
}

function isWord(token: Token): boolean {
  return /[\p{L}\p{N}]/u.test(token.text);
}

function join(parts: readonly Token[]): Token {
  const text = parts.map((part) => part.text).join("");
  const lower = text.toLowerCase();
  const first = parts[0];
  const last = parts.at(-1);
  return { text, lower, lemma: lower, tag: compoundTag(parts), start: first?.start ?? 0, end: last?.end ?? 0 };
}

function compoundTag(parts: readonly Token[]): string {
  const tags = parts.filter(isWord).map((part) => part.tag);
  const last = parts.at(-1)?.lower ?? "";
  if (tags.every((tag) => tag === "PROPN" || tag === "NUM" || tag === "X"))
    return tags.includes("PROPN") ? "PROPN" : "NUM";
  if (tags[0] === "PRON" || tags[0] === "INTJ") return "X";
  if (tags.length > 2) return "ADJ";
  if (/^(?:being|making|up|off|out|over|through|taking|solving|building|sharing|learning|setting|keeping)$/.test(last))
    return "NOUN";
  if (/(?:ed|en|ing)$/.test(last) && tags.at(-1) !== "NOUN") return "ADJ";
  const tag = tags.at(-1) ?? "X";
  return tag === "PROPN" ? "NOUN" : tag;
}
