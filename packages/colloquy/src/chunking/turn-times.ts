import type { TimeMark, Transcript, Turn } from "../model/index.ts";

/** A time in the file, and how many characters were spoken before it. */
interface Anchor {
  readonly position: number;
  readonly ms: number;
}

/** Milliseconds per character: 15 characters a second are usual in English. */
const USUAL_PACE = 1000 / 15;
/** From 40 characters a second down to 2. Another pace is not speech but a gap in the transcript. */
const FASTEST_PACE = 1000 / 40;
const SLOWEST_PACE = 1000 / 2;

/**
 * Approximate times of words without a time, by their position in characters. Between two known times, characters are evenly
 * spaced. After the last time, and before the first (but not below 0), the pace is the average between the first and the last
 * time, or the usual pace if that cannot be computed.
 */
export class TurnTimes {
  readonly #turns: readonly Turn[];
  readonly #marks: ReadonlyMap<number, readonly TimeMark[]>;
  #pacing: Pacing | undefined;

  constructor({ turns, marks = [] }: Transcript) {
    this.#turns = turns;
    this.#marks = marksByTurn(turns, marks);
  }

  /** Milliseconds from the start of the recording at an offset of a turn; null if the file has no times. */
  at(turn: number, offset: number): number | null {
    // Most files have all times and do not need it.
    this.#pacing ??= pacingOf(this.#turns, this.#marks);
    const { positions, anchors, pace } = this.#pacing;
    const position = (positions[turn] ?? 0) + offset - (this.#turns[turn]?.startOffset ?? offset);
    const next = firstAfter(anchors, position);
    const time = timeBetween(anchors[next - 1], anchors[next], position, pace);
    return time === null ? null : Math.round(time);
  }

  /** The marks within a part of a turn. */
  marks(turn: number, startOffset: number, endOffset: number): readonly TimeMark[] {
    return (this.#marks.get(turn) ?? []).filter(({ offset }) => offset > startOffset && offset < endOffset);
  }
}

interface Pacing {
  /** Characters that were spoken before each turn. */
  readonly positions: readonly number[];
  readonly anchors: readonly Anchor[];
  /** Milliseconds per character. */
  readonly pace: number;
}

function pacingOf(turns: readonly Turn[], marks: ReadonlyMap<number, readonly TimeMark[]>): Pacing {
  const positions = positionsOf(turns);
  const anchors = anchorsOf(turns, positions, marks);
  return { positions, anchors, pace: paceOf(anchors) };
}

function timeBetween(
  before: Anchor | undefined,
  after: Anchor | undefined,
  position: number,
  pace: number,
): number | null {
  if (before === undefined) {
    if (after === undefined) return null;
    const start = { position: 0, ms: Math.max(0, after.ms - after.position * pace) };
    return interpolate(start, after, position);
  }
  // A clock that goes back was restarted. Words before it cannot be timed from it.
  if (after === undefined || after.ms < before.ms) return before.ms + (position - before.position) * pace;
  return interpolate(before, after, position);
}

function positionsOf(turns: readonly Turn[]): number[] {
  let position = 0;
  return turns.map(({ startOffset, endOffset }) => {
    const before = position;
    position += endOffset - startOffset;
    return before;
  });
}

/** The marks of each turn that has marks. */
function marksByTurn(turns: readonly Turn[], marks: readonly TimeMark[]): ReadonlyMap<number, readonly TimeMark[]> {
  const found = new Map<number, readonly TimeMark[]>();
  let next = 0;
  for (const [i, { endOffset }] of turns.entries()) {
    const first = next;
    while ((marks[next]?.offset ?? Infinity) <= endOffset) next++;
    if (next > first) found.set(i, marks.slice(first, next));
  }
  return found;
}

function anchorsOf(
  turns: readonly Turn[],
  positions: readonly number[],
  marks: ReadonlyMap<number, readonly TimeMark[]>,
): Anchor[] {
  return turns.flatMap(({ startMs, endMs, startOffset, endOffset }, i) => {
    const at = (offset: number, ms: number): Anchor => ({ position: (positions[i] ?? 0) + offset - startOffset, ms });
    return [
      ...(startMs === null ? [] : [at(startOffset, startMs)]),
      ...(marks.get(i) ?? []).map((mark) => at(mark.offset, mark.startMs)),
      ...(endMs === null ? [] : [at(endOffset, endMs)]),
    ];
  });
}

function paceOf(anchors: readonly Anchor[]): number {
  const [first, last] = [anchors[0], anchors.at(-1)];
  if (first === undefined || last === undefined || last.position <= first.position || last.ms <= first.ms)
    return USUAL_PACE;
  const pace = (last.ms - first.ms) / (last.position - first.position);
  return Math.min(SLOWEST_PACE, Math.max(FASTEST_PACE, pace));
}

/** The index of the first anchor after a position; the number of anchors if there is none. */
function firstAfter(anchors: readonly Anchor[], position: number): number {
  let low = 0;
  let high = anchors.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((anchors[middle]?.position ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function interpolate(from: Anchor, to: Anchor, position: number): number {
  return from.ms + ((to.ms - from.ms) * (position - from.position)) / (to.position - from.position);
}
