import type { Entity, ListedTranscript } from "colloquy/api";

/** A bar of the picture of mentions over time: one transcript, or several if there are many. */
export interface Bar {
  readonly files: readonly string[];
  readonly dates: readonly string[];
  readonly mentions: number;
}

type FileMentions = Pick<Entity["byFile"][number], "file" | "date" | "mentions" | "found">;

/**
 * The transcripts as bars, in their order, also those without a mention. The mentions of a bar include names that were found
 * afterwards. More transcripts than `most` are joined into bars of equal numbers.
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
  return Array.from({ length: Math.ceil(each.length / size) }, (_, index) =>
    joined(each.slice(index * size, (index + 1) * size)),
  );
}

function joined(bars: readonly Bar[]): Bar {
  return {
    files: bars.flatMap(({ files }) => files),
    dates: bars.flatMap(({ dates }) => dates),
    mentions: bars.reduce((sum, { mentions }) => sum + mentions, 0),
  };
}

/** The first and the last date; null if no transcript has one. */
export function datesOf(bars: readonly Bar[]): readonly [first: string, last: string] | null {
  const dates = bars.flatMap((bar) => bar.dates);
  const [first, last] = [dates[0], dates.at(-1)];
  return first === undefined || last === undefined ? null : [first, last];
}

/** The transcripts with most mentions first; of equal numbers those that are first in time. */
export function mostMentioned<File extends Pick<FileMentions, "mentions" | "found">>(
  byFile: readonly File[],
): readonly File[] {
  return byFile.toSorted((one, other) => other.mentions - one.mentions || other.found - one.found);
}
