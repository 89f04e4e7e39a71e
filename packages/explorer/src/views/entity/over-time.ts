import type { Entity, ListedTranscript } from "colloquy/api";
import { splitByDate } from "../../parts/bars.tsx";

/** A bar of the picture over time: one transcript, or several if there are many. */
export interface Bar {
  readonly files: readonly string[];
  readonly dates: readonly string[];
  readonly count: number;
}

/** A transcript with the number of the turns of a person, or of mentions, in it. */
export interface CountedFile {
  readonly file: string;
  readonly date: string | null;
  /** The mentions include names that were found afterwards. */
  readonly count: number;
  /** Mentions that extractions state; null for turns. */
  readonly mentions: number | null;
}

/** The turns of somebody who speaks, else the mentions. */
export function countsOf({ spoken, byFile }: Pick<Entity, "spoken" | "byFile">): readonly CountedFile[] {
  if (spoken === null) return mentionsOf(byFile);
  return spoken.byFile.map(({ file, date, turns }) => ({ file, date, count: turns, mentions: null }));
}

export function mentionsOf(byFile: Entity["byFile"]): readonly CountedFile[] {
  return byFile.map(({ file, date, mentions, found }) => ({ file, date, count: mentions + found, mentions }));
}

/**
 * The transcripts as bars, in their order, also those without a turn or a mention. More transcripts than `most` are joined into
 * bars of equal numbers, those with a date apart from the others.
 * @param transcripts all transcripts, in the order of date, then file; empty if these are not known.
 */
export function barsOf(
  byFile: readonly Omit<CountedFile, "mentions">[],
  transcripts: readonly Pick<ListedTranscript, "file" | "date">[],
  most: number,
): readonly Bar[] {
  const known = new Set(transcripts.map(({ file }) => file));
  // A list that is cut at its bound would leave out counts.
  const isWhole = byFile.every(({ file }) => known.has(file));
  const counts = new Map(byFile.map(({ file, count }) => [file, count]));
  const each = (isWhole ? transcripts : byFile).map(({ file, date }): Bar => ({
    files: [file],
    dates: date === null ? [] : [date],
    count: counts.get(file) ?? 0,
  }));
  const size = Math.ceil(each.length / most);
  if (size <= 1) return each;
  const { dated, undated } = splitByDate(each, ({ dates }) => dates);
  return [...inParts(dated, size), ...inParts(undated, size)].map(joined);
}

function inParts<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function joined(bars: readonly Bar[]): Bar {
  return {
    files: bars.flatMap(({ files }) => files),
    dates: bars.flatMap(({ dates }) => dates),
    count: bars.reduce((sum, { count }) => sum + count, 0),
  };
}

/** The transcripts with most turns or mentions first; of equal numbers those with more found names, then the first in time. */
export function mostFirst(byFile: readonly CountedFile[]): readonly CountedFile[] {
  const rank = ({ mentions, count }: CountedFile): number => mentions ?? count;
  return byFile.toSorted((one, other) => rank(other) - rank(one) || other.count - one.count);
}
