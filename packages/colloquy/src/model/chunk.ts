import type { TimeMark } from "./transcript.ts";

/** The part of a turn in a chunk: the whole turn, unless the turn alone is too long. */
export interface ChunkTurn {
  /** Index of the turn in its transcript. */
  readonly index: number;
  readonly speaker: string | null;
  /** When the words of the part begin; null if the file has no times. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** Start of the unit (its label or time stamp); equals `startOffset` for a continued turn. */
  readonly unitOffset: number;
  /** Canonical offsets of the words, clipped to the chunk; end exclusive. */
  readonly startOffset: number;
  readonly endOffset: number;
  /** The times are interpolated: the file has none for these words. */
  readonly approximate?: true;
  /** Times within the words; absent if there are none. */
  readonly marks?: readonly TimeMark[];
}

/** A chunk of a transcript. Chunks are extracted, embedded and searched. */
export interface Chunk {
  /** Counts from 0 within the transcript. */
  readonly ordinal: number;
  /** Canonical offsets; `text` is exactly the canonical text between them. */
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
  readonly turns: readonly ChunkTurn[];
  /** Estimated tokens of `text`. */
  readonly tokens: number;
}

/** The part of a turn that a prompt contains. */
export interface TurnView {
  readonly speaker: string | null;
  readonly text: string;
}

/** The parts of a chunk that a prompt contains: speaker labels and text, never path, offset or time. */
export function viewChunk(chunk: Pick<Chunk, "text" | "startOffset" | "turns">): TurnView[] {
  return chunk.turns.map((turn) => ({
    speaker: turn.speaker,
    text: chunk.text.slice(turn.startOffset - chunk.startOffset, turn.endOffset - chunk.startOffset),
  }));
}

/** A view as `Speaker: text` lines, as embeddings and prompts use it. */
export function renderView(view: readonly TurnView[]): string {
  return view.map((turn) => (turn.speaker === null ? turn.text : `${turn.speaker}: ${turn.text}`)).join("\n");
}
