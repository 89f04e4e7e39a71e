import { characterReferenceAt, decodeCharacterReferences } from "../analysis/index.ts";
import type { Span, TurnView } from "../model/index.ts";

/** A text reduced to its letters and digits, with their offsets in the original. */
interface FoldedText {
  readonly text: string;
  /** For each UTF-16 unit of `text`, the start of its character in the original. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const WORD_CHARACTER = /[\p{L}\p{N}]/u;
const ACCENT = /[\u0300-\u036f]/g;
/** Scripts without spaces between words, in which a match may start anywhere. */
const UNSPACED_SCRIPT = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Finds words in the turns of a chunk; null if no single turn has them. */
export type Grounding = (words: string) => Span | null;

/**
 * As `groundSpan`, for many texts in one chunk: each turn is folded at most once. With `onlyWholeWords`, words are not found
 * within longer words.
 */
export function groundingIn(view: readonly TurnView[], onlyWholeWords = false): Grounding {
  const folded = new Map<string, FoldedText>();
  const foldedOnce = (text: string): FoldedText => {
    const known = folded.get(text) ?? fold(text);
    folded.set(text, known);
    return known;
  };
  return (words) => {
    const wanted = words.trim();
    if (!WORD_CHARACTER.test(wanted)) return null;
    return (
      firstSpan(view, (text) => findExact(text, wanted, true)) ??
      (onlyWholeWords ? null : firstSpan(view, (text) => findExact(text, wanted, false))) ??
      groundTolerantly(view, wanted, foldedOnce)
    );
  };
}

/**
 * Finds words in a chunk's turns: first exactly, then regardless of case, spacing, punctuation, accents (curly quotes, a
 * missing comma, "don't" for "do n't"), times in brackets and character references on either side. A match of whole words is
 * preferred to one inside a word. Among equals, the first in reading order is taken.
 *
 * @returns the span, or null if no single turn has the words.
 */
export function groundSpan(view: readonly TurnView[], words: string): Span | null {
  return groundingIn(view)(words);
}

/** A text as tolerant grounding compares it: letters and digits only, in lower case, without accents. */
export function foldWords(text: string): string {
  return fold(text).text;
}

function groundTolerantly(
  view: readonly TurnView[],
  wanted: string,
  folded: (text: string) => FoldedText,
): Span | null {
  const needle = fold(wanted).text;
  if (needle === "") return null;
  return firstSpan(view, (text) => {
    const range = findFolded(text, folded(text), needle);
    return range === null ? null : withMarks(text, range, wanted);
  });
}

const STARTS_WITH_MARK = /^[^\p{L}\p{N}\p{M}]/u;
const ENDS_WITH_MARK = /[^\p{L}\p{N}\p{M}]$/u;
const MARK = /^[^\p{L}\p{N}\p{M}\p{Cs}\s]$/u;
const REFERENCE_BEFORE = /&#?\w{1,32};$/;
const LONGEST_REFERENCE = 35;
/** A quotation mark and a full stop, a bracket and a dash. */
const MOST_MARKS = 4;

/** If the given words have marks around them, the span includes the marks of the text: a sentence with its full stop. */
function withMarks(text: string, [start, end]: TextRange, wanted: string): TextRange {
  return [
    STARTS_WITH_MARK.test(wanted) ? beforeMarks(text, start) : start,
    ENDS_WITH_MARK.test(wanted) ? behindMarks(text, end) : end,
  ];
}

function beforeMarks(text: string, start: number): number {
  let at = start;
  for (let marks = 0; marks < MOST_MARKS; marks += 1) {
    const reference = REFERENCE_BEFORE.exec(text.slice(Math.max(0, at - LONGEST_REFERENCE), at))?.[0] ?? "";
    const isMark = MARK.test(decodeCharacterReferences(reference));
    const mark = isMark ? reference : characterBefore(text, at);
    if (!isMark && !MARK.test(mark)) break;
    at -= mark.length;
  }
  return at;
}

function behindMarks(text: string, end: number): number {
  let at = end;
  for (let marks = 0; marks < MOST_MARKS && at < text.length; marks += 1) {
    const { written, end: next } = characterAt(text, at);
    if (!MARK.test(written)) break;
    at = next;
  }
  return at;
}

type TextRange = readonly [start: number, end: number];

function firstSpan(view: readonly TurnView[], find: (text: string) => TextRange | null): Span | null {
  for (const [turn, { text }] of view.entries()) {
    const range = find(text);
    if (range !== null) return { turn, start: range[0], end: range[1] };
  }
  return null;
}

function findExact(text: string, wanted: string, wholeWords: boolean): TextRange | null {
  for (let start = text.indexOf(wanted); start >= 0; start = text.indexOf(wanted, start + 1)) {
    const end = start + wanted.length;
    if (!wholeWords || (isBoundary(text, start) && isBoundary(text, end))) return [start, end];
  }
  return null;
}

function findFolded(text: string, folded: FoldedText, needle: string): TextRange | null {
  for (let at = folded.text.indexOf(needle); at >= 0; at = folded.text.indexOf(needle, at + 1)) {
    const start = folded.starts[at] ?? 0;
    const end = folded.ends[at + needle.length - 1] ?? 0;
    if (isBoundary(text, start) && isBoundary(text, end)) return [start, end];
  }
  return null;
}

/** Whether an offset is not inside a word. */
function isBoundary(text: string, offset: number): boolean {
  const before = characterBefore(text, offset);
  const after = offset < text.length ? String.fromCodePoint(text.codePointAt(offset) ?? 0) : "";
  if (!WORD_CHARACTER.test(before) || !WORD_CHARACTER.test(after)) return true;
  return UNSPACED_SCRIPT.test(before) || UNSPACED_SCRIPT.test(after);
}

function characterBefore(text: string, offset: number): string {
  if (offset === 0) return "";
  const isPair = offset > 1 && (text.codePointAt(offset - 2) ?? 0) > 0xffff;
  return text.slice(offset - (isPair ? 2 : 1), offset);
}

function fold(text: string): FoldedText {
  const characters: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (let start = 0; start < text.length;) {
    const mark = text.charCodeAt(start) === BRACKET ? endOfTimeMark(text, start) : null;
    if (mark !== null) {
      start = mark;
      continue;
    }
    const { written, end } = characterAt(text, start);
    const plain = foldCharacters(written);
    if (plain !== "") {
      for (let unit = 0; unit < plain.length; unit += 1) {
        starts.push(start);
        ends.push(end);
      }
      characters.push(plain);
    } else if (ends.length > 0 && written > "\u007f" && /\p{M}/u.test(written)) {
      // A decomposed accent belongs to the letter before it.
      ends[ends.length - 1] = end;
    }
    start = end;
  }
  return { text: characters.join(""), starts, ends };
}

/** The character at an offset, or the character of a reference such as `&#39;` at that offset. */
function characterAt(text: string, start: number): { readonly written: string; readonly end: number } {
  const reference = text.charCodeAt(start) === AMPERSAND ? characterReferenceAt(text, start) : null;
  if (reference !== null) return { written: reference.value, end: reference.end };
  const written = String.fromCodePoint(text.codePointAt(start) ?? 0);
  return { written, end: start + written.length };
}

const AMPERSAND = "&".charCodeAt(0);
const BRACKET = "[".charCodeAt(0);
/** A time in brackets, with or without the backslashes of Markdown. */
const TIME_MARK = /\[ ?\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,3})? ?\\?\]/y;

/** The end of a time in brackets within the words, which was not spoken; null if there is none. */
function endOfTimeMark(text: string, start: number): number | null {
  TIME_MARK.lastIndex = start;
  return TIME_MARK.test(text) ? TIME_MARK.lastIndex : null;
}

function foldCharacters(written: string): string {
  const folded = written.length === 1 ? ASCII[written.charCodeAt(0)] : undefined;
  return folded ?? [...written].map(foldCharacter).join("");
}

/** Empty for a character that is neither letter nor digit. */
function foldCharacter(character: string): string {
  return WORD_CHARACTER.test(character) ? character.normalize("NFKD").replace(ACCENT, "").toLowerCase() : "";
}

/** A cache, because every turn of every reply is folded. */
const ASCII: readonly string[] = Array.from({ length: 128 }, (_, code) => foldCharacter(String.fromCharCode(code)));
