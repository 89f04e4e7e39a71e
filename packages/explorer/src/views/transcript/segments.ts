import type { ClaimMark, MentionMark, QuoteMark } from "colloquy/api";
import { overlaps, type Range } from "./address.ts";

/** Which marks of the graph a reader wants to see in the text. */
export interface MarkChoice {
  readonly names: boolean;
  readonly claims: boolean;
  readonly quotes: boolean;
}

/** What may lie on the words of a turn. Offsets are those of the transcript. */
export interface Marks {
  readonly mentions: readonly MentionMark[];
  readonly claims: readonly ClaimMark[];
  readonly quotes: readonly QuoteMark[];
  /** The words of the address. */
  readonly target: Range | null;
  /** What a find found. */
  readonly hits: readonly Range[];
  /** The hit at which the reader is. */
  readonly hit: Range | null;
}

/** Words with the same marks. */
export interface Segment extends Range {
  readonly text: string;
  /** Ids of relationships that the words support. */
  readonly claims: readonly string[];
  readonly isQuote: boolean;
  readonly isTarget: boolean;
  readonly hit: "none" | "hit" | "current";
}

/**
 * Consecutive segments: plain words, or names. Names that overlap are one run, because links cannot overlap; `mentions` are
 * all of them, the longest first.
 */
export interface Run extends Range {
  readonly mentions: readonly MentionMark[];
  readonly segments: readonly Segment[];
}

/** Cuts the words of a turn at the borders of its marks, which may overlap in any way. */
export function runsOf(
  { startOffset, endOffset, text }: Range & { readonly text: string },
  marks: Marks,
): readonly Run[] {
  const groups = groupMentions(marks.mentions, { startOffset, endOffset });
  const borders = bordersOf([startOffset, endOffset, ...groups.flatMap(ends)], { startOffset, endOffset });
  return pairs(borders).map((range) => ({
    ...range,
    mentions: groups.find((group) => overlaps(group, range))?.mentions ?? [],
    segments: segmentsOf(range, text.slice(range.startOffset - startOffset, range.endOffset - startOffset), marks),
  }));
}

interface Group extends Range {
  readonly mentions: readonly MentionMark[];
}

function groupMentions(mentions: readonly MentionMark[], within: Range): readonly Group[] {
  const groups: Group[] = [];
  for (const mention of mentions.filter((each) => overlaps(each, within)).toSorted(byStart)) {
    const last = groups.at(-1);
    if (last === undefined || !overlaps(last, mention)) groups.push({ ...clip(mention, within), mentions: [mention] });
    else
      groups[groups.length - 1] = {
        startOffset: last.startOffset,
        endOffset: Math.max(last.endOffset, clip(mention, within).endOffset),
        mentions: [...last.mentions, mention].toSorted(byLength),
      };
  }
  return groups;
}

function segmentsOf(range: Range, text: string, { claims, quotes, target, hits, hit }: Marks): readonly Segment[] {
  const all = [...claims, ...quotes, ...hits, ...(target === null ? [] : [target]), ...(hit === null ? [] : [hit])];
  const borders = bordersOf([range.startOffset, range.endOffset, ...all.flatMap(ends)], range);
  return pairs(borders).map((part) => ({
    ...part,
    text: text.slice(part.startOffset - range.startOffset, part.endOffset - range.startOffset),
    claims: claims.filter((claim) => overlaps(claim, part)).map(({ relationship }) => relationship),
    isQuote: quotes.some((quote) => overlaps(quote, part)),
    isTarget: target !== null && overlaps(target, part),
    hit: hit !== null && overlaps(hit, part) ? "current" : hits.some((each) => overlaps(each, part)) ? "hit" : "none",
  }));
}

function ends({ startOffset, endOffset }: Range): readonly number[] {
  return [startOffset, endOffset];
}

/** The offsets that lie in a range, sorted, each once. */
function bordersOf(offsets: readonly number[], { startOffset, endOffset }: Range): readonly number[] {
  const inside = offsets.filter((offset) => offset >= startOffset && offset <= endOffset);
  return [...new Set(inside)].toSorted((left, right) => left - right);
}

function pairs(borders: readonly number[]): readonly Range[] {
  return borders.slice(1).map((endOffset, index) => ({ startOffset: borders[index] ?? endOffset, endOffset }));
}

function clip(range: Range, within: Range): Range {
  return {
    startOffset: Math.max(range.startOffset, within.startOffset),
    endOffset: Math.min(range.endOffset, within.endOffset),
  };
}

function byStart(left: Range, right: Range): number {
  return left.startOffset - right.startOffset || right.endOffset - left.endOffset;
}

function byLength(left: Range, right: Range): number {
  return right.endOffset - right.startOffset - (left.endOffset - left.startOffset);
}
