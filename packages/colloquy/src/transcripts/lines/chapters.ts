import { clockToMs } from "../clock.ts";
import type { LineHead } from "./head.ts";
import { isHeading } from "./markdown-lines.ts";
import { skipMarks, trimEmphasisEnd } from "./marks.ts";
import { type Lines, skipSpaces, trimEnd } from "./scan.ts";
import { readStamp, readStampBefore, type Stamp } from "./stamp.ts";

interface ChapterContext {
  readonly text: string;
  readonly lines: Lines;
  readonly heads: readonly (LineHead | null)[];
  /** Whether a line names the speaker of the lines below. */
  namesSpeaker(line: number): boolean;
}

/** `contents`: an entry of a list of chapters above the talk. Its time does not apply to the words below it. */
export type ChapterLine = "chapter" | "contents";

const LONGEST_TITLE = 100;
const SHORTEST_CONTENTS = 3;
/** On average. */
const SHORTEST_CHAPTER_MS = 30_000;
/** Starts with a capital, a number or a script without case, and has no end of a sentence. */
const TITLE = /^["'“‘]?[\p{Lu}\p{Lo}\p{N}](?:.*[^.?!…,;:\s])?$/u;
const DASH = /^[\])}*`\s]*[-–—|]\s/u;

/**
 * Lines with a time and a title that are not spoken, in a text that names its speakers: `00:12:40 - Sleep debt` above
 * the next speaker, and the list of chapters above the first speaker. Maps a line to its kind.
 */
export function findChapters(context: ChapterContext): ReadonlyMap<number, ChapterLine> {
  const found = new Map<number, ChapterLine>();
  const first = firstSpeaker(context);
  if (first === null) return found;
  for (const { titles, next } of runsOfTitles(context)) {
    if (next <= first && isContents(context, titles, first)) for (const line of titles) found.set(line, "contents");
    else if (context.namesSpeaker(next) && titles.every((line) => hasDash(context, line)))
      for (const line of titles) found.set(line, "chapter");
  }
  return found;
}

/** The first line that names a speaker; null if fewer than two lines do. */
function firstSpeaker({ lines, namesSpeaker }: ChapterContext): number | null {
  let first: number | null = null;
  for (let line = 0; line < lines.count; line++) {
    if (!namesSpeaker(line)) continue;
    if (first !== null) return first;
    first = line;
  }
  return null;
}

interface TitleRun {
  readonly titles: readonly number[];
  /** The next line that is not blank. */
  readonly next: number;
}

function* runsOfTitles(context: ChapterContext): Generator<TitleRun> {
  const { text, lines } = context;
  let titles: number[] = [];
  for (let line = 0; line < lines.count; line++) {
    const start = skipSpaces(text, lines.starts[line] ?? 0, lines.ends[line] ?? 0);
    if (start >= (lines.ends[line] ?? 0)) continue;
    if (isTitle(context, line)) titles.push(line);
    else {
      if (titles.length > 0) yield { titles, next: line };
      titles = [];
    }
  }
}

function isTitle({ text, lines, heads, namesSpeaker }: ChapterContext, line: number): boolean {
  const head = heads[line] ?? null;
  if (head?.stamp == null || !head.stampLeads || head.label !== null || namesSpeaker(line)) return false;
  const end = trimEnd(text, head.textOffset, lines.ends[line] ?? 0);
  return end - head.textOffset <= LONGEST_TITLE && TITLE.test(text.slice(head.textOffset, end));
}

/** Whether lines are a list of chapters: several, longer than spoken lines, with times after the first turn's if it has one. */
function isContents({ heads }: ChapterContext, titles: readonly number[], first: number): boolean {
  if (titles.length < SHORTEST_CONTENTS) return false;
  const times = titles.map((line) => timeOf(heads[line]?.stamp ?? null) ?? -1);
  const last = times.at(-1) ?? -1;
  const isInOrder = times.every((time, i) => i === 0 || time > (times[i - 1] ?? 0));
  const isLong = last - (times[0] ?? 0) >= (times.length - 1) * SHORTEST_CHAPTER_MS;
  return isInOrder && isLong && last > (timeOf(heads[first]?.stamp ?? null) ?? -1);
}

function timeOf(stamp: Stamp | null): number | null {
  return stamp === null ? null : clockToMs(stamp.from);
}

function hasDash({ text, heads }: ChapterContext, line: number): boolean {
  const stamp = heads[line]?.stamp ?? null;
  return stamp !== null && DASH.test(text.slice(stamp.end, stamp.end + 6));
}

/** The time in a heading of Markdown: `## Chapter 2 (12:40)`, `## 12:40 Sleep debt`; null if it has none. */
export function stampInHeading(text: string, start: number, lineEnd: number): Stamp | null {
  if (!isHeading(text, start)) return null;
  const words = skipMarks(text, start, lineEnd);
  const leading = readStamp(text, words, lineEnd);
  if (leading !== null) return leading;
  const end = trimEmphasisEnd(text, words, trimEnd(text, words, lineEnd));
  const last = readStampBefore(text, words, end);
  // `John 3:16` is no time.
  const isSure =
    last !== null &&
    (last.bracketed || last.from.fields.length > 2 || /[-–—|]\s?$/.test(text.slice(words, last.start)));
  return isSure ? last : null;
}
