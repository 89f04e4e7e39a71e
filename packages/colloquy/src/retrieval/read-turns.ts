import { type ChunkRow, ColloquyError, turnsWithText } from "../model/index.ts";
import type { IndexedChunk, ReadOptions, VectorStore } from "../ports/index.ts";
import type { Listing, ListOptions } from "./listing.ts";
import { isInRange, type TranscriptRange } from "./transcript-range.ts";

export interface ReadTranscriptOptions extends ListOptions {
  /** The part of the transcript. Default: all of it. */
  readonly range?: TranscriptRange;
}

/** Consecutive words of one speaker. `text` is exactly the canonical text between the offsets. */
export interface TranscriptTurn {
  readonly speaker: string | null;
  readonly startMs: number | null;
  /** Present if the times are interpolated: the file has none for these words. */
  readonly approximate?: true;
  readonly endMs: number | null;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
}

/** A chunk with its turns. */
export interface TurnsOfChunk {
  /** Id of the chunk. */
  readonly chunk: string;
  readonly file: string;
  readonly turns: readonly TranscriptTurn[];
}

/** Divides a page of chunks into their turns, and keeps the turns that are in the range. */
export async function readTurns(
  { items, next }: Listing<ChunkRow>,
  vectors: () => Promise<VectorStore>,
  { range = {}, signal }: ReadTranscriptOptions,
): Promise<Listing<TurnsOfChunk>> {
  const indexed = await indexedChunks(
    items.map(({ id }) => id),
    vectors,
    { signal },
  );
  return {
    items: items.map((row) => {
      const turns = turnsOf(row, indexed.get(row.id));
      // A turn without times is in a range of times if its chunk is.
      const { startMs: _start, endMs: _end, ...offsets } = range;
      const isIncluded = (turn: TranscriptTurn): boolean =>
        isInRange(turn, turn.startMs === null && row.startMs !== null ? offsets : range);
      return { chunk: row.id, file: row.file, turns: turns.filter(isIncluded) };
    }),
    next,
  };
}

/** Empty for a workspace without vectors. */
async function indexedChunks(
  ids: readonly string[],
  vectors: () => Promise<VectorStore>,
  options: ReadOptions,
): Promise<ReadonlyMap<string, IndexedChunk>> {
  if (ids.length === 0) return new Map();
  try {
    const found = await (await vectors()).neighbours(ids, { ...options, before: 0, after: 0 });
    return new Map(found.flat().map((chunk) => [chunk.id, chunk]));
  } catch (error) {
    if (ColloquyError.isInstance(error) && error.code === "not-found") return new Map();
    throw error;
  }
}

function turnsOf(row: ChunkRow, indexed: IndexedChunk | undefined): readonly TranscriptTurn[] {
  const { speakers, startMs, approximate, endMs, startOffset, endOffset, text } = row;
  if (indexed !== undefined && indexed.turns.length > 0)
    return turnsWithText({ text, startOffset, turns: indexed.turns });
  const speaker = speakers.length === 1 ? (speakers[0] ?? null) : null;
  const times = { startMs, ...(approximate === true ? { approximate } : {}), endMs };
  return [{ speaker, ...times, startOffset, endOffset, text }];
}
