import { clockToMs, type FourFields, readClock } from "../clock.ts";
import type { TimeMark } from "../../model/index.ts";
import type { TurnSpan } from "../parser.ts";

/** What opens a time within words: `[12:25]`, `\[00:12:25\]`, `[unintelligible 00:05:19.27]`. */
const OPENING = /\[(?:\p{L}[\p{L}\p{M} ,'’-]{0,40}\s)?(?=\d{1,3}:\d)/gu;
const CLOSING = / {0,2}\\?\]/y;

/**
 * The times in square brackets within the words of turns, which transcripts have in long turns, and the times of headings and
 * breaks, which apply to the start of the words below. A time that is earlier than the last turn's, later than the next
 * turn's, or out of order with most others is no mark: it is misspelt, or the words are about it.
 */
export function findTimeMarks(text: string, spans: readonly TurnSpan[], four: FourFields): TimeMark[] {
  const latest = startsAfter(spans);
  const runs: TimeMark[][] = [];
  let run: TimeMark[] = [];
  let earliest = 0;
  for (const [i, span] of spans.entries()) {
    if (span.startMs !== null) {
      earliest = span.startMs;
      if (run.length > 0) runs.push(run);
      run = [];
    }
    for (const mark of timesIn(text, span, four))
      if (mark.startMs >= earliest && mark.startMs <= (latest[i] ?? Infinity)) run.push(mark);
  }
  return [...runs, run].flatMap(longestInOrder);
}

function timesIn(text: string, { aheadMs, startOffset, endOffset }: TurnSpan, four: FourFields): TimeMark[] {
  const times: TimeMark[] = aheadMs === undefined ? [] : [{ offset: startOffset, startMs: aheadMs }];
  for (const opening of text.slice(startOffset, endOffset).matchAll(OPENING)) {
    const mark = readMark(text, startOffset + opening.index + opening[0].length, endOffset, four);
    if (mark !== null) times.push(mark);
  }
  return times;
}

/** The largest set of marks in order of time: a longest non-decreasing subsequence, by patience sorting. */
function longestInOrder(marks: readonly TimeMark[]): readonly TimeMark[] {
  if (marks.every(({ startMs }, i) => startMs >= (marks[i - 1]?.startMs ?? 0))) return marks;
  /** For each length the mark that ends such a subsequence earliest. */
  const ends: Chained[] = [];
  for (const mark of marks) {
    const length = countUpTo(ends, mark.startMs);
    ends[length] = { mark, before: ends[length - 1] ?? null };
  }
  const longest: TimeMark[] = [];
  for (let at = ends.at(-1) ?? null; at !== null; at = at.before) longest.push(at.mark);
  return longest.toReversed();
}

interface Chained {
  readonly mark: TimeMark;
  readonly before: Chained | null;
}

/** How many of the ordered ends are not later than a time. */
function countUpTo(ends: readonly Chained[], ms: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle]?.mark.startMs ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readMark(text: string, clockOffset: number, end: number, four: FourFields): TimeMark | null {
  const clock = readClock(text, clockOffset, end);
  const startMs = clock === null ? null : clockToMs(clock, four);
  if (clock === null || startMs === null) return null;
  CLOSING.lastIndex = clock.end;
  return CLOSING.test(text) && CLOSING.lastIndex <= end ? { offset: CLOSING.lastIndex, startMs } : null;
}

/** For each span the next known start after it; undefined if there is none. */
function startsAfter(spans: readonly TurnSpan[]): readonly (number | undefined)[] {
  const starts: (number | undefined)[] = [];
  let next: number | undefined;
  for (let i = spans.length - 1; i >= 0; i--) {
    starts[i] = next;
    next = spans[i]?.startMs ?? next;
  }
  return starts;
}
