import type { FourFields } from "../clock.ts";
import { clockToMs } from "../clock.ts";
import { type LabelMemory, type LineHead, readLineHead, withStampBehind } from "./head.ts";
import { type ChapterLine, findChapters } from "./chapters.ts";
import { endOfFrontMatter, isHeading } from "./markdown-lines.ts";
import { findNameLines } from "./name-lines.ts";
import { dropBracketedWords, judgeSpeakers } from "./speakers.ts";
import { type Lines, scanLines, skipSpaces } from "./scan.ts";
import { isFullLine, looksWrapped } from "./wrapping.ts";

/** The kinds of the lines of a text, judged over all lines: a label or a bare time that recurs is more certain. */
export interface LineSurvey {
  readonly lines: Lines;
  /** The head of each line; null for a line with words only, or a blank one. */
  readonly heads: readonly (LineHead | null)[];
  /** Lines with words that are no headings and do not continue a full line above. */
  readonly units: number;
  /** Lines that start with a label that is taken for a speaker. */
  readonly labelled: number;
  /** Lines with a text that is taken for a time stamp. */
  readonly stamped: number;
  readonly stampsAlone: number;
  readonly nameLines: number;
  readonly emphasised: number;
  /** Whether lines are hard-wrapped. Then the unit is a paragraph and not a line. */
  readonly wrapped: boolean;
  readonly fourFields: FourFields;
  isSpeaker(head: LineHead): boolean;
  isStamp(head: LineHead): boolean;
  /** The name in a line of its own; null when the line has no name. */
  nameOf(line: number): string | null;
  /** The kind of a line that has a time and a title and is not spoken; null for other lines. */
  chapterOf(line: number): ChapterLine | null;
}

export function surveyLines(text: string): LineSurvey {
  const lines = scanLines(text);
  const memory: LabelMemory = new Map();
  const heads = Array.from<LineHead | null>({ length: lines.count }).fill(null);
  const from = endOfFrontMatter(text);
  let units = 0;
  for (let i = 0; i < lines.count; i++) {
    const start = lines.starts[i] ?? 0;
    const end = lines.ends[i] ?? 0;
    if (start === end || start < from || skipSpaces(text, start, end) === end) continue;
    const goesOn = i > 0 && isFullLine(text, lines.starts[i - 1] ?? 0, lines.ends[i - 1] ?? 0);
    if (!goesOn && (text.charCodeAt(start) !== 35 || !isHeading(text, start))) units++;
    heads[i] = readLineHead(text, start, end, memory);
  }
  takeStampsAfterLabels(heads);
  takeStampsBehindWords(text, lines, heads);
  dropBracketedWords(heads, units);
  const isStamp = judgeStamps(heads, units);
  const isSpeaker = judgeSpeakers(heads, units);
  const names = findNameLines({ text, lines, heads, isSpeaker, isStamp });
  const namesSpeaker = (line: number): boolean => isLabelled(heads[line] ?? null, isSpeaker) || names.has(line);
  const chapters = findChapters({ text, lines, heads, namesSpeaker });
  const tally = count(heads, isSpeaker, isStamp);
  return {
    lines,
    heads,
    units,
    ...tally,
    nameLines: names.size,
    wrapped: looksWrapped(text, lines, (line) => heads[line] !== null || names.has(line)),
    fourFields: judgeFourFields(heads),
    isSpeaker,
    isStamp,
    nameOf: (line) => names.get(line) ?? null,
    chapterOf: (line) => chapters.get(line) ?? null,
  };
}

function isLabelled(head: LineHead | null, isSpeaker: (head: LineHead) => boolean): boolean {
  return head !== null && head.label !== null && isSpeaker(head);
}

function count(
  heads: readonly (LineHead | null)[],
  isSpeaker: (head: LineHead) => boolean,
  isStamp: (head: LineHead) => boolean,
): Pick<LineSurvey, "labelled" | "stamped" | "stampsAlone" | "emphasised"> {
  const tally = { labelled: 0, stamped: 0, stampsAlone: 0, emphasised: 0 };
  for (const head of heads) {
    if (head === null) continue;
    const speaks = isLabelled(head, isSpeaker);
    if (speaks) tally.labelled++;
    if (speaks && head.emphasised) tally.emphasised++;
    if (head.stamp !== null && isStamp(head)) {
      tally.stamped++;
      if (head.label === null) tally.stampsAlone++;
    }
  }
  return tally;
}

/** A bare clock after a label may be words. It counts as a stamp if nearly every label has one. */
function takeStampsAfterLabels(heads: (LineHead | null)[]): void {
  let labels = 0;
  let followed = 0;
  for (const head of heads) {
    if (head === null || !head.colon) continue;
    labels++;
    if (head.doubtful !== null) followed++;
  }
  if (followed < 3 || followed < labels * 0.7) return;
  for (const [i, head] of heads.entries()) {
    if (head?.doubtful != null)
      heads[i] = { ...head, stamp: head.doubtful.stamp, textOffset: head.doubtful.textOffset, doubtful: null };
  }
}

/** A stamp in brackets after the words is the time of the line if nearly every label has one. */
function takeStampsBehindWords(text: string, lines: Lines, heads: (LineHead | null)[]): void {
  const stamped = new Map<number, LineHead>();
  let labels = 0;
  for (const [i, head] of heads.entries()) {
    if (head === null || !head.colon) continue;
    labels++;
    const found = withStampBehind(text, head, lines.ends[i] ?? 0);
    if (found !== null) stamped.set(i, found);
  }
  if (stamped.size < 2 || stamped.size < labels * 0.7) return;
  for (const [i, head] of stamped) heads[i] = head;
}

/** A bare clock before words may belong to them (`12:30 lunch`). It counts as a stamp if such lines recur in order of time. */
function judgeStamps(heads: readonly (LineHead | null)[], units: number): (head: LineHead) => boolean {
  const doubtful = (head: LineHead): boolean =>
    head.stamp !== null &&
    !head.stamp.bracketed &&
    head.stampLeads &&
    head.stamp.to === null &&
    head.stamp.end < head.textOffset &&
    head.label === null;
  let bare = 0;
  let inOrder = 0;
  let last = -1;
  let withHours = 0;
  for (const head of heads) {
    if (head === null || head.stamp === null || !doubtful(head)) continue;
    const time = clockToMs(head.stamp.from) ?? last;
    bare++;
    if (time >= last) inOrder++;
    if (head.stamp.from.fields.length > 2) withHours++;
    last = time;
  }
  const ordered = inOrder >= bare * 0.8;
  const minutes = ordered && bare >= 3 && bare >= units * 0.25;
  const hours = ordered && (withHours >= 2 || withHours >= units * 0.5);
  return (head) => {
    if (head.stamp === null) return false;
    if (!doubtful(head)) return true;
    return head.stamp.from.fields.length > 2 ? hours || minutes : minutes;
  };
}

/** Frames never reach 30; seconds do. */
function judgeFourFields(heads: readonly (LineHead | null)[]): FourFields {
  let seen = 0;
  let ranges = 0;
  let largest = 0;
  for (const head of heads) {
    if (head?.stamp == null || head.stamp.from.fields.length !== 4) continue;
    seen++;
    if (head.stamp.to !== null) ranges++;
    largest = Math.max(largest, head.stamp.from.fields[3] ?? 0);
  }
  return largest < 30 && (seen > 12 || ranges > 0) ? "frames" : "days";
}
