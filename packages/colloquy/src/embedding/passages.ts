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

/** UTF-16 code units: a passage grows up to `usual`; a turn longer than `longTurn` is divided; no part is longer than `part`. */
const SIZE = { usual: 120, longTurn: 200, part: 240 } as const;

const SENTENCE = /[^.?!…。！？]*(?:[.?!…。！？]+["'”’)\]]*(?=\s|$)|[。！？]+|[.?!…]+|$)\s*/gu;
/** Transcribers' notes such as `{vocalsound}` or `[laughter]`. They are no speech. */
const NOTE = /\{[a-z][a-z _-]{0,30}\}|\[[^[\]\n]{1,40}\]/giu;

/**
 * Cuts a view into passages. They are a function of the view, cover all words, and never overlap. A chunk without words
 * is one passage.
 */
export function cutPassages(view: readonly TurnView[]): readonly Passage[] {
  const passages: Passage[] = [];
  let parts: Part[] = [];
  let length = 0;
  const finish = (): void => {
    if (parts.length > 0) passages.push(toPassage(view, parts));
    parts = [];
    length = 0;
  };
  for (const part of partsOf(view)) {
    if (length > 0 && length + part.words.length > SIZE.usual) finish();
    parts.push(part);
    length += part.words.length;
  }
  finish();
  return passages;
}

/** Consecutive words of one turn. */
interface Part {
  readonly turn: number;
  readonly start: number;
  readonly end: number;
  /** The words without notes and repeated spaces. */
  readonly words: string;
}

function partsOf(view: readonly TurnView[]): Part[] {
  const parts = view.flatMap(({ text }, turn) =>
    rangesOf(text).map(([start, end]): Part => ({ turn, start, end, words: plainWords(text.slice(start, end)) })),
  );
  const spoken = parts.filter(({ words }) => words !== "");
  return spoken.length > 0 ? spoken : parts.slice(0, 1);
}

function plainWords(text: string): string {
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
  for (const { 0: sentence, index } of text.matchAll(SENTENCE)) {
    let from = 0;
    while (sentence.length - from > SIZE.part) {
      const space = sentence.lastIndexOf(" ", from + SIZE.usual);
      const cut = space > from ? space + 1 : wholeCharacter(sentence, from + SIZE.usual);
      yield [index + from, index + cut];
      from = cut;
    }
    if (sentence.length > from) yield [index + from, index + sentence.length];
  }
}

/** The position, or the next one if it lies within a surrogate pair. */
function wholeCharacter(text: string, position: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(position - 1)) ? position + 1 : position;
}

function toPassage(view: readonly TurnView[], parts: readonly Part[]): Passage {
  const [first, last] = [parts[0] as Part, parts.at(-1) as Part];
  const lines = parts.map(({ turn, words }, index) => {
    const speaker = view[turn]?.speaker ?? null;
    const before = parts[index - 1];
    const continues = before !== undefined && (view[before.turn]?.speaker ?? null) === speaker;
    return speaker === null || continues ? words : `${speaker}: ${words}`;
  });
  return {
    text: lines.join("\n"),
    start: { turn: first.turn, character: first.start },
    end: { turn: last.turn, character: last.end },
  };
}
