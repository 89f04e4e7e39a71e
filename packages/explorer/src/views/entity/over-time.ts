import type { Entity, ListedTranscript } from "colloquy/api";
import { splitByDate } from "../../parts/bars.tsx";

/** A bar of the picture of mentions over time: one transcript, or several if there are many. */
export interface Bar {
  readonly files: readonly string[];
  readonly dates: readonly string[];
  readonly mentions: number;
}

type FileMentions = Pick<Entity["byFile"][number], "file" | "date" | "mentions" | "found">;

/**
 * The transcripts as bars, in their order, also those without a mention. The mentions of a bar include names that were found
 * afterwards. More transcripts than `most` are joined into bars of equal numbers, those with a date apart from the others.
 * @param transcripts all transcripts, in the order of date, then file; empty if these are not known.
 */
export function barsOf(
  byFile: readonly FileMentions[],
  transcripts: readonly Pick<ListedTranscript, "file" | "date">[],
  most: number,
): readonly Bar[] {
  const known = new Set(transcripts.map(({ file }) => file));
  // A list that is cut at its bound would leave out mentions.
  const isWhole = byFile.every(({ file }) => known.has(file));
  const counts = new Map(byFile.map(({ file, mentions, found }) => [file, mentions + found]));
  const each = (isWhole ? transcripts : byFile).map(({ file, date }): Bar => ({
    files: [file],
    dates: date === null ? [] : [date],
    mentions: counts.get(file) ?? 0,
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
    mentions: bars.reduce((sum, { mentions }) => sum + mentions, 0),
  };
}

/** The transcripts with most mentions first; of equal numbers those that are first in time. */
export function mostMentioned<File extends Pick<FileMentions, "mentions" | "found">>(
  byFile: readonly File[],
): readonly File[] {
  return byFile.toSorted((one, other) => other.mentions - one.mentions || other.found - one.found);
}
