import { readFileSync } from "node:fs";
import { stem } from "../../analysis/index.ts";

/** How a dictionary of English has a word; `both`: a name that is a word too, such as "Mark". */
type DictionaryEntry = "word" | "name" | "both";

/** Endings that a stem keeps, and American forms of British spellings: the dictionary has only these. */
const RESPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/i(?:er|est|ly)$/, "y"],
  [/(?:ers?|est|ly)$/, ""],
  [/our/, "or"],
  [/is(?=(?:e[drs]?|ing|ations?)$)/, "iz"],
  [/ys(?=(?:e[drs]?|ing)$)/, "yz"],
  [/ll(?=(?:ed|ing|ors?|ers?|ists?)$)/, "l"],
  [/re(?=s?$)/, "er"],
  [/(?<=.)[ao]e/, "e"],
];

/** The dictionary has "search", and "research" by a flag. */
const PREFIX = /^(?:re|un|dis|over)(?=.{4})/;

let lines: string | null = null;

/** Null for a word, in small letters and without accents, that the dictionary does not have in any form. */
export function dictionaryEntry(folded: string): DictionaryEntry | null {
  if (!/^[a-z]+$/.test(folded)) return null;
  lines ??= readDictionary();
  const isName = entriesLike(folded, lines).some((word) => isCapitalised(word) && word.toLowerCase() === folded);
  if (isWord(folded, lines) || isWord(folded.replace(PREFIX, ""), lines)) return isName ? "both" : "word";
  return isName ? "name" : null;
}

function isWord(folded: string, dictionary: string): boolean {
  const spellings = [folded, ...RESPELLINGS.map(([ending, other]) => folded.replace(ending, other))];
  const stems = new Set(spellings.map((word) => stem(word)));
  return entriesLike(folded, dictionary).some((word) => !isCapitalised(word) && stems.has(stem(word)));
}

/** The words with the same two letters at their beginning, without flags. */
function entriesLike(folded: string, dictionary: string): readonly string[] {
  return dictionary.match(new RegExp(`^${folded.slice(0, 2)}[^/\\n]*`, "gim")) ?? [];
}

/** A dictionary of Hunspell: a word a line, with flags behind a slash. Names have a capital. */
function readDictionary(): string {
  return readFileSync(new URL("index.dic", import.meta.resolve("dictionary-en")), "utf8");
}

function isCapitalised(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}
