import type { Span, TurnView } from "../model/index.ts";

/** A text reduced to its letters and digits, with the way back. */
interface FoldedText {
  readonly text: string;
  /** For each UTF-16 unit of `text`, where the character that it came from starts in the original. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const WORD_CHARACTER = /[\p{L}\p{N}]/u;
const ACCENT = /[\u0300-\u036f]/g;
/** Scripts that put no space between words: there a match may start anywhere. */
const UNSPACED_SCRIPT = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/**
 * Finds words in a chunk's turns: first exactly, then regardless of case, spacing, punctuation and
 * accents (curly quotes, a missing comma, "don't" for "do n't"). The first place in reading order
 * wins; a place that starts and ends with whole words is preferred to one inside a word.
 *
 * @returns the span, or null where no single turn holds the words.
 */
export function groundSpan(view: readonly TurnView[], words: string): Span | null {
  const wanted = words.trim();
  if (!WORD_CHARACTER.test(wanted)) return null;
  return (
    firstSpan(view, (text) => findExact(text, wanted, true)) ??
    firstSpan(view, (text) => findExact(text, wanted, false)) ??
    groundTolerantly(view, wanted)
  );
}

function groundTolerantly(view: readonly TurnView[], wanted: string): Span | null {
  const needle = fold(wanted).text;
  return needle === "" ? null : firstSpan(view, (text) => findFolded(text, needle));
}

type Range = readonly [start: number, end: number];

function firstSpan(view: readonly TurnView[], find: (text: string) => Range | null): Span | null {
  for (const [turn, { text }] of view.entries()) {
    const range = find(text);
    if (range !== null) return { turn, start: range[0], end: range[1] };
  }
  return null;
}

function findExact(text: string, wanted: string, wholeWords: boolean): Range | null {
  for (let start = text.indexOf(wanted); start >= 0; start = text.indexOf(wanted, start + 1)) {
    const end = start + wanted.length;
    if (!wholeWords || (isBoundary(text, start) && isBoundary(text, end))) return [start, end];
  }
  return null;
}

function findFolded(text: string, needle: string): Range | null {
  const folded = fold(text);
  for (let at = folded.text.indexOf(needle); at >= 0; at = folded.text.indexOf(needle, at + 1)) {
    const start = folded.starts[at] ?? 0;
    const end = folded.ends[at + needle.length - 1] ?? 0;
    if (isBoundary(text, start) && isBoundary(text, end)) return [start, end];
  }
  return null;
}

/** Whether no word is cut at an offset. */
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
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    if (WORD_CHARACTER.test(character)) {
      const plain = character.normalize("NFKD").replace(ACCENT, "").toLowerCase();
      for (let unit = 0; unit < plain.length; unit += 1) {
        starts.push(start);
        ends.push(end);
      }
      characters.push(plain);
    } else if (ends.length > 0 && /\p{M}/u.test(character)) {
      // A decomposed accent belongs to the letter before it.
      ends[ends.length - 1] = end;
    }
    start = end;
  }
  return { text: characters.join(""), starts, ends };
}
