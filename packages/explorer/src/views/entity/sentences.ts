import type { Evidence, Occurrence } from "colloquy/api";

/** A sentence with all words of it that mention the entity. */
export interface Sentence {
  /** The first words that mention it. */
  readonly evidence: Evidence;
  readonly parts: readonly { readonly text: string; readonly isMarked: boolean }[];
  /** Whether its name was found there afterwards, and no extraction names it there. */
  readonly isFound: boolean;
}

export interface FileSentences {
  readonly file: string;
  readonly sentences: readonly Sentence[];
  /** Labels of turns that name the entity: a person speaks there. */
  readonly labels: readonly Evidence[];
}

/** Occurrences by file, in their order. Occurrences in one sentence are one. */
export function sentencesByFile(occurrences: readonly Occurrence[]): readonly FileSentences[] {
  return [...Map.groupBy(occurrences, ({ evidence }) => evidence.file)].map(([file, of]) => ({
    file,
    sentences: [
      ...Map.groupBy(
        of.filter((each) => !isLabel(each)),
        placeOf,
      ).values(),
    ].flatMap(sentenceOf),
    labels: of.filter(isLabel).map(({ evidence }) => evidence),
  }));
}

/** Whether the words are the label of a turn, which nobody says. */
function isLabel({ evidence, sentence }: Occurrence): boolean {
  const isWhole = sentence.startOffset === evidence.startOffset && sentence.endOffset === evidence.endOffset;
  return isWhole && evidence.text === evidence.speaker;
}

function placeOf({ evidence, sentence }: Occurrence): string {
  return `${evidence.chunk} ${sentence.startOffset} ${sentence.endOffset}`;
}

function sentenceOf(of: readonly Occurrence[]): readonly Sentence[] {
  const [first] = of;
  if (first === undefined) return [];
  return [
    {
      evidence: first.evidence,
      parts: partsOf(
        first.sentence.text,
        of.map((each) => rangeIn(each)).toSorted(([one], [other]) => one - other),
      ),
      isFound: of.every(({ found }) => found === true),
    },
  ];
}

type Range = readonly [start: number, end: number];

function rangeIn({ evidence, sentence: { startOffset } }: Occurrence): Range {
  return [evidence.startOffset - startOffset, evidence.endOffset - startOffset];
}

/** The text, parted at ranges. Ranges outside of it, and those that overlap one before, are left out. */
function partsOf(text: string, ranges: readonly Range[]): Sentence["parts"] {
  const parts: { text: string; isMarked: boolean }[] = [];
  let from = 0;
  for (const [start, end] of ranges) {
    if (start < from || end > text.length || start >= end) continue;
    if (start > from) parts.push({ text: text.slice(from, start), isMarked: false });
    parts.push({ text: text.slice(start, end), isMarked: true });
    from = end;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMarked: false });
  return parts;
}
