import type { AnnotatedChunk, Turn } from "colloquy/api";
import type { Range } from "./address.ts";
import { continues } from "./turns.ts";

type Chunks = readonly (AnnotatedChunk | undefined)[];

/** The most places that a find lists. */
const MOST_HITS = 10_000;

/** Where words occur, without case; any space matches any other. Turns that chunks cut are searched as one. */
export function findWords(chunks: Chunks, words: string): readonly Range[] {
  const pattern = patternOf(words);
  if (pattern === null) return [];
  const hits: Range[] = [];
  for (const { startOffset, text } of wholeTurns(chunks)) {
    for (const match of text.matchAll(pattern)) {
      hits.push({ startOffset: startOffset + match.index, endOffset: startOffset + match.index + match[0].length });
      if (hits.length >= MOST_HITS) return hits;
    }
  }
  return hits;
}

/** Where an entity is mentioned in words that are shown. */
export function findEntity(chunks: Chunks, entity: string): readonly Range[] {
  return chunks.flatMap((chunk) =>
    (chunk?.mentions ?? [])
      .filter((mention) => mention.entity === entity && chunk?.turns.some((turn) => isIn(mention, turn)) === true)
      .toSorted((left, right) => left.startOffset - right.startOffset),
  );
}

function isIn(mention: Range, turn: Range): boolean {
  return mention.startOffset >= turn.startOffset && mention.startOffset < turn.endOffset;
}

function patternOf(words: string): RegExp | null {
  const parts = words.split(/\s+/).filter((part) => part !== "");
  return parts.length === 0 ? null : new RegExp(parts.map(escaped).join("\\s+"), "giu");
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
}

/** The turns, each whole, in the order of the text. */
function wholeTurns(chunks: Chunks): readonly Turn[] {
  const whole: Turn[] = [];
  for (const next of chunks.flatMap((chunk) => chunk?.turns ?? [])) {
    const last = whole.at(-1);
    if (last !== undefined && continues(last, next))
      whole[whole.length - 1] = { ...last, text: last.text + next.text, endOffset: next.endOffset };
    else whole.push(next);
  }
  return whole;
}

/** The index of the first hit at or after an offset; the first of all if there is none. */
export function hitFrom(hits: readonly Range[], offset: number): number {
  const index = hits.findIndex(({ startOffset }) => startOffset >= offset);
  return Math.max(0, index);
}
