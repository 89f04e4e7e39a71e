import { clockToMs, type FourFields, readClock } from "../clock.ts";
import type { TimeMark } from "../../model/index.ts";
import type { TurnSpan } from "../parser.ts";

/** What opens a time within words: `[12:25]`, `\[00:12:25\]`, `[unintelligible 00:05:19.27]`. */
const OPENING = /\[(?:\p{L}[\p{L}\p{M} ,'’-]{0,40}\s)?(?=\d{1,3}:\d)/gu;
const CLOSING = / {0,2}\\?\]/y;

/**
 * The times in square brackets within the words of turns, which transcripts have where nobody else begins to speak for a
 * while, and those of headings and breaks, where the words below begin. One that is earlier than the last time before
 * it, or later than the next turn's, is spoken of and no mark.
 */
export function findTimeMarks(text: string, spans: readonly TurnSpan[], four: FourFields): TimeMark[] {
  const marks: TimeMark[] = [];
  const latest = startsAfter(spans);
  let last = 0;
  for (const [i, { startMs, aheadMs, startOffset, endOffset }] of spans.entries()) {
    const isInOrder = (ms: number): boolean => ms >= last && ms <= (latest[i] ?? Infinity);
    last = startMs ?? last;
    if (aheadMs !== undefined && isInOrder(aheadMs)) {
      marks.push({ offset: startOffset, startMs: aheadMs });
      last = aheadMs;
    }
    for (const opening of text.slice(startOffset, endOffset).matchAll(OPENING)) {
      const mark = readMark(text, startOffset + opening.index + opening[0].length, endOffset, four);
      if (mark === null || !isInOrder(mark.startMs)) continue;
      marks.push(mark);
      last = mark.startMs;
    }
  }
  return marks;
}

function readMark(text: string, clockOffset: number, end: number, four: FourFields): TimeMark | null {
  const clock = readClock(text, clockOffset, end);
  const startMs = clock === null ? null : clockToMs(clock, four);
  if (clock === null || startMs === null) return null;
  CLOSING.lastIndex = clock.end;
  return CLOSING.test(text) && CLOSING.lastIndex <= end ? { offset: CLOSING.lastIndex, startMs } : null;
}

/** For each span the next start that is known of those after it; undefined where there is none. */
function startsAfter(spans: readonly TurnSpan[]): readonly (number | undefined)[] {
  const starts: (number | undefined)[] = [];
  let next: number | undefined;
  for (let i = spans.length - 1; i >= 0; i--) {
    starts[i] = next;
    next = spans[i]?.startMs ?? next;
  }
  return starts;
}
