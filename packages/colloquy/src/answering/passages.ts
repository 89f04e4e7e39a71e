import type { EvidenceTest } from "./claims.ts";
import { type Evidence, type IndexedTurn, turnsWithText } from "../model/index.ts";
import type { IndexedChunk, ReadOptions, VectorStore } from "../ports/index.ts";
import type { SearchHit } from "../retrieval/index.ts";

/** The turns around the best words of a hit, in the order of speech. */
export type Passage = readonly PassageTurn[];

export interface PassageTurn {
  readonly evidence: Evidence;
  /** Whether its words are those that the search found. */
  readonly isMatch: boolean;
}

/** The least characters of a passage when all passages share a budget, and the most. The best hits get more than the others. */
const PASSAGE = { least: 600, most: 2_000, best: 2 } as const;

/** Positions of turns; end exclusive. */
interface TurnRange {
  readonly start: number;
  readonly end: number;
}

interface Turn {
  readonly chunk: IndexedChunk;
  readonly turn: IndexedTurn;
  readonly text: string;
}

/**
 * Cuts a passage of whole turns out of each hit: the turns that match, and turns before and after them, also of the
 * neighbouring chunks, as far as there is room. Each turn is in one passage only. It takes one store call.
 * @param options.characters of all passages together. Passages of later hits are left out.
 * @param options.isWanted selects turns by file and speaker.
 */
export async function passagesAround(
  store: Pick<VectorStore, "neighbours">,
  hits: readonly SearchHit[],
  { characters, isWanted, ...options }: ReadOptions & { readonly characters: number; readonly isWanted: EvidenceTest },
): Promise<readonly Passage[]> {
  if (hits.length === 0) return [];
  const ids = hits.map(({ chunk }) => chunk);
  const surroundings = await store.neighbours(ids, { ...options, before: 1, after: 1 });
  const room = roomOf(characters, hits.length);
  const used = new Set<string>();
  const passages: Passage[] = [];
  let left = characters;
  for (const [index, hit] of hits.entries()) {
    const turns = (surroundings[index] ?? []).flatMap(turnsOf).filter((turn) => isWanted(asEvidence(turn)));
    const match = matchIn(turns, hit);
    if (match === null) continue;
    const matching = new Set(turns.slice(match.start, match.end));
    const passage = windowAround(turns, match, room(index)).filter((turn) => !used.has(keyOf(turn)));
    const length = passage.reduce((sum, { text }) => sum + text.length, 0);
    if (length > left && passages.length > 0) break;
    if (passage.length === 0) continue;
    left -= length;
    for (const turn of passage) used.add(keyOf(turn));
    passages.push(passage.map((turn) => ({ evidence: asEvidence(turn), isMatch: matching.has(turn) })));
  }
  return passages;
}

/**
 * The characters of the passage of each hit. Half of them are for the best hits: the words of an answer often stand some
 * turns beside the words that match.
 */
function roomOf(characters: number, hits: number): (index: number) => number {
  const between = (size: number): number => Math.min(PASSAGE.most, Math.max(PASSAGE.least, size));
  const best = between(characters / 2 / PASSAGE.best);
  const others = between((characters - best * PASSAGE.best) / Math.max(1, hits - PASSAGE.best));
  return (index) => (index < PASSAGE.best ? best : others);
}

function turnsOf(chunk: IndexedChunk): readonly Turn[] {
  return turnsWithText(chunk).flatMap(({ text, ...turn }) => (isSpoken(text) ? [{ chunk, turn, text }] : []));
}

/** Sounds of a listener, and notes of a transcriber: `{laughs}`, `[inaudible]`. */
const NOTE = /\{[^{}]*\}|\[[^[\]]*\]/g;
const SOUND = /^(?:m+|h+m+|m+h+m+|u+[hm]+|uhhuh|a+h+|o+h+|e+r*|h+u*h*)$/i;

/** Whether a turn has words. "Yes." has one: it may answer a question. */
function isSpoken(text: string): boolean {
  const spoken = text.replace(NOTE, " ").match(/[\p{L}\p{N}]+/gu) ?? [];
  return spoken.some((word) => !SOUND.test(word));
}

/** The turns of a hit with the words that match best, or else the first turn of its chunk; null if no turn of it is wanted. */
function matchIn(turns: readonly Turn[], { chunk: id, match }: SearchHit): TurnRange | null {
  const isMatch = ({ chunk, turn }: Turn): boolean =>
    chunk.id === id && turn.startOffset < match.endOffset && turn.endOffset > match.startOffset;
  const start = turns.findIndex(isMatch);
  if (start >= 0) return { start, end: turns.findLastIndex(isMatch) + 1 };
  const first = turns.findIndex(({ chunk }) => chunk.id === id);
  return first < 0 ? null : { start: first, end: first + 1 };
}

/** Grows after and before the turns that match in alternation, by whole turns, until neither fits. */
function windowAround(turns: readonly Turn[], match: TurnRange, room: number): readonly Turn[] {
  let { start, end } = match;
  let left = turns.slice(start, end).reduce((rest, { text }) => rest - text.length, room);
  const fits = (index: number): boolean => (turns[index]?.text.length ?? Number.POSITIVE_INFINITY) <= left;
  for (let canGrow = true; canGrow;) {
    canGrow = false;
    if (fits(end)) {
      left -= turns[end]?.text.length ?? 0;
      end += 1;
      canGrow = true;
    }
    if (fits(start - 1)) {
      left -= turns[start - 1]?.text.length ?? 0;
      start -= 1;
      canGrow = true;
    }
  }
  return turns.slice(start, end);
}

function keyOf({ chunk, turn }: Turn): string {
  return `${chunk.transcript} ${turn.startOffset}`;
}

function asEvidence({ chunk, turn, text }: Turn): Evidence {
  return { file: chunk.file, chunk: chunk.id, ...turn, text, polarity: "stated" };
}
