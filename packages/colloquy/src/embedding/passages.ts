import type { TurnView } from "../model/index.ts";

/** A few sentences of a chunk. An embedding model reads passages, because one vector of a whole chunk averages them. */
export interface Passage {
  /** `Speaker: text` lines. A line without a label continues the words of the line before. */
  readonly text: string;
  /** The part of the view: from a character of a turn to a character of a turn; the end is exclusive. */
  readonly start: ViewPosition;
  readonly end: ViewPosition;
}

/** A character of a turn, in UTF-16 code units. */
export interface ViewPosition {
  /** Index in the view. */
  readonly turn: number;
  readonly character: number;
}

/**
 * The version of the cut, which is stored with the vectors of passages. It increases with every change after which a chunk may
 * have other passages. Vectors of another version are not compared, and their chunks are embedded again.
 */
export const PASSAGE_CUT: number = 1;

/**
 * UTF-16 code units: a passage grows up to `usual`; a turn longer than `longTurn` is divided; no part is longer than `part`.
 * Figures in docs/decisions/passages.md.
 */
const SIZE = { usual: 120, longTurn: 200, part: 240 } as const;

/** Punctuation that may end a sentence, with closing quotes and the spaces after it. */
const STOP = /[.?!…。！？]+["'”’)\]」』]*\s*/gu;
/** A stop ends a sentence if a space follows, so that "3.14" is one word; Chinese and Japanese have no spaces. */
const ENDS_SENTENCE = /\s$|[。！？]/u;
/** Transcribers' notes such as `{vocalsound}`. They are no speech. */
const NOTE = /\{[a-z][a-z _-]{0,30}\}/giu;

/**
 * Cuts a view into passages. They are a function of the view, cover all words, and never overlap. A chunk without words
 * is one passage.
 * @param most the most passages. Neighbours are joined until there are no more. So the number of passages of a chunk is
 *   enough to cut them again.
 */
export function cutPassages(view: readonly TurnView[], most = Number.POSITIVE_INFINITY): readonly Passage[] {
  return joined(grouped(partsOf(view)), most).map((parts) => toPassage(view, parts));
}

/** Consecutive words of one turn. */
interface Part {
  readonly turn: number;
  readonly start: number;
  readonly end: number;
  /** The words without notes and repeated spaces. */
  readonly words: string;
}

function partsOf(view: readonly TurnView[]): readonly Part[] {
  return view.flatMap(({ text }, turn) =>
    rangesOf(text).map(([start, end]) => ({ turn, start, end, words: spokenWords(text.slice(start, end)) })),
  );
}

/** The parts of each passage. */
function grouped(parts: readonly Part[]): readonly (readonly Part[])[] {
  const spoken = parts.filter(({ words }) => words !== "");
  if (spoken.length === 0) return parts.length === 0 ? [] : [parts];
  const groups: Part[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const part of spoken) {
    length += part.words.length;
    if (length <= SIZE.usual) groups.at(-1)?.push(part);
    else {
      groups.push([part]);
      length = part.words.length;
    }
  }
  return groups;
}

function joined(groups: readonly (readonly Part[])[], most: number): readonly (readonly Part[])[] {
  if (groups.length <= most) return groups;
  const start = (index: number): number => Math.floor((index * groups.length) / most);
  return Array.from({ length: most }, (_, index) => groups.slice(start(index), start(index + 1)).flat());
}

function spokenWords(text: string): string {
  return text.replace(NOTE, " ").replace(/\s+/gu, " ").trim();
}

/** The ranges of a turn: the whole turn, or its sentences in groups. */
function rangesOf(text: string): readonly (readonly [start: number, end: number])[] {
  if (text.length <= SIZE.longTurn) return [[0, text.length]];
  const ranges: [number, number][] = [];
  for (const [start, end] of sentencesOf(text)) {
    const last = ranges.at(-1);
    if (last !== undefined && end - last[0] <= SIZE.usual) last[1] = end;
    else ranges.push([start, end]);
  }
  return ranges;
}

/** Sentences; a longer sentence is divided at spaces. */
function* sentencesOf(text: string): Generator<readonly [start: number, end: number]> {
  let start = 0;
  for (const { 0: stop, index } of text.matchAll(STOP)) {
    const end = index + stop.length;
    if (!ENDS_SENTENCE.test(stop)) continue;
    yield* dividedAtSpaces(text, start, end);
    start = end;
  }
  yield* dividedAtSpaces(text, start, text.length);
}

function* dividedAtSpaces(text: string, start: number, end: number): Generator<readonly [start: number, end: number]> {
  let from = start;
  while (end - from > SIZE.part) {
    const cut = cutAfter(text, from);
    yield [from, cut];
    from = cut;
  }
  if (end > from) yield [from, end];
}

/** The end of the next part: after the last space within `usual` characters. Without a space, after these; a surrogate pair stays whole. */
function cutAfter(text: string, from: number): number {
  const space = text.slice(from, from + SIZE.usual).search(/\s\S*$/u);
  if (space > 0) return from + space + 1;
  const cut = from + SIZE.usual;
  return /[\ud800-\udbff]/.test(text.charAt(cut - 1)) ? cut + 1 : cut;
}

function toPassage(view: readonly TurnView[], parts: readonly Part[]): Passage {
  const [first, last] = [parts[0] as Part, parts.at(-1) as Part];
  const lines = parts.map(({ turn, start, end, words }, index) => {
    const { speaker = null, text = "" } = view[turn] ?? {};
    // A chunk without words has only notes, and shows them.
    const shown = words === "" ? text.slice(start, end).trim() : words;
    const before = parts[index - 1];
    const continues = before !== undefined && (view[before.turn]?.speaker ?? null) === speaker;
    return speaker === null || continues ? shown : `${speaker}: ${shown}`;
  });
  return {
    text: lines.join("\n"),
    start: { turn: first.turn, character: first.start },
    end: { turn: last.turn, character: last.end },
  };
}
