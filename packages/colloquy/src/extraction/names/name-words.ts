import { cleanName } from "../../model/index.ts";

/** A word of a name or of a turn. */
export interface Word {
  /** Lower case, without accents. */
  readonly folded: string;
  /** As it is written. */
  readonly written: string;
  /** Its offsets in the text, in UTF-16 units, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Letters with marks between them ("T_V_", "U.S.") are one word, as is a number with its separators, or a symbol that is read as a word. */
const WORD =
  /(?<![\p{L}\p{M}\p{N}])\p{L}(?:[._]\p{L})+(?![\p{L}\p{M}\p{N}])|\p{N}+(?:[.,:]\p{N}+)+|[\p{L}\p{M}\p{N}\u00AD\u200B-\u200F\u2060]+|[%$€£&]/gu;
/** Accents of Latin, Greek and Cyrillic letters, and the vowel points of Hebrew and Arabic, which may be left out. */
const ACCENTS = /[\u0300-\u036F\u0591-\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670]/g;
const SPELT: ReadonlyMap<string, string> = new Map([
  ["%", "percent"],
  ["$", "dollar"],
  ["€", "euro"],
  ["£", "pound"],
  ["&", "and"],
  ["ß", "ss"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["ø", "o"],
  ["ł", "l"],
  ["đ", "d"],
  ["ı", "i"],
  ["ς", "σ"],
  ["ة", "ه"],
  ["ى", "ي"],
]);
const SPELT_OTHERWISE = new RegExp(`[${[...SPELT.keys()].join("")}]`, "gu");
const ASCII_WORD = /^[A-Za-z0-9]+$/;

/** The words of a text in order. Apostrophes, hyphens and underscores separate words. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: written, index: start }) => {
    const folded = foldWord(written);
    return folded === "" ? [] : [{ folded, written, start, end: start + written.length }];
  });
}

function foldWord(written: string): string {
  if (ASCII_WORD.test(written)) return written.toLowerCase();
  return cleanName(written)
    .normalize("NFKD")
    .replace(ACCENTS, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(SPELT_OTHERWISE, (character) => SPELT.get(character) ?? character)
    .replace(/(?<=\d),(?=\d{3})/g, "")
    .replace(/(?<=\p{L})[._]|[\u200C\u200D]/gu, "");
}
