import type { Sentence, Token } from "./tokens.ts";

/** A definition in the words; `first` and `last` are the tokens of the long form. */
export interface Definition {
  readonly alias: string;
  readonly first: number;
  readonly last: number;
}

const ACRONYM = /^\p{Lu}[\p{L}\p{N}&]*[\p{Lu}\p{N}]s?$/u;
const OPTIONAL = /^(?:of|and|the|for|in|on|to|a|an|&|-)$/;
const MAX_WORDS = 10;

/** Acronyms that a sentence explains: "voice activity detection (VAD)", "VAD, or voice activity detection", "VAD stands for ...". */
export function definitionsIn({ tokens }: Sentence): Definition[] {
  return tokens.flatMap((token, index) => {
    if (!ACRONYM.test(token.text) || token.text.length > 9) return [];
    const definition = before(tokens, index) ?? after(tokens, index);
    return definition === null ? [] : [definition];
  });
}

/** The long form precedes the acronym: "... (VAD", "..., or VAD". */
function before(tokens: readonly Token[], acronym: number): Definition | null {
  let last = acronym - 1;
  if (tokens[last]?.text === "(") last -= 1;
  else if (/^(?:or|called|abbreviated)$/.test(tokens[last]?.lower ?? ""))
    last -= tokens[last - 1]?.text === "," ? 2 : 1;
  else return null;
  const letters = lettersOf(tokens[acronym]);
  for (let first = last; first >= Math.max(0, last - MAX_WORDS); first -= 1) {
    if (spells(tokens.slice(first, last + 1), letters)) return { alias: tokens[acronym]?.text ?? "", first, last };
  }
  return null;
}

/** The long form follows the acronym: "VAD (...", "VAD, or ...", "VAD stands for ...". */
function after(tokens: readonly Token[], acronym: number): Definition | null {
  const rest = tokens.slice(acronym + 1, acronym + 5).map((token) => token.lower);
  const opening = OPENINGS.find((words) => words.every((word, index) => rest[index] === word));
  if (opening === undefined) return null;
  let first = acronym + 1 + opening.length;
  if (/^(?:the|a|an)$/.test(tokens[first]?.lower ?? "")) first += 1;
  const letters = lettersOf(tokens[acronym]);
  for (let last = first; last < Math.min(tokens.length, first + MAX_WORDS); last += 1) {
    if (spells(tokens.slice(first, last + 1), letters)) return { alias: tokens[acronym]?.text ?? "", first, last };
  }
  return null;
}

const OPENINGS: readonly (readonly string[])[] = [
  ["("],
  [",", "or"],
  ["stands", "for"],
  [",", "which", "stands", "for"],
  ["is", "short", "for"],
  [",", "short", "for"],
  ["means"],
];

function lettersOf(token: Token | undefined): string {
  return (token?.text ?? "")
    .replace(/s$/, "")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
}

/** Whether the initials of the words are the letters. Small words may be skipped, but not the first and the last word. */
function spells(words: readonly Token[], letters: string): boolean {
  const parts = words.flatMap((word) => word.lower.split(/[-–\s]+/)).filter((part) => part !== "");
  if (parts.length < 2 || parts.some((part) => !/^[\p{L}\p{N}&]/u.test(part))) return false;
  if (OPTIONAL.test(parts[0] ?? "") || OPTIONAL.test(parts.at(-1) ?? "")) return false;
  const initials = (kept: readonly string[]): string => kept.map((part) => part.charAt(0)).join("");
  return initials(parts) === letters || initials(parts.filter((part) => !OPTIONAL.test(part))) === letters;
}
