import type { ChunkHit } from "../ports/index.ts";

/** A turn with its text. */
export interface SpokenTurn {
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly approximate?: true;
  readonly endMs: number | null;
  readonly text: string;
}

/** Returns the turns of a chunk with their texts. */
export function spokenTurns({ text, startOffset: from, turns }: ChunkHit["row"]): SpokenTurn[] {
  return turns.map(({ startOffset, endOffset, ...turn }) => ({
    ...turn,
    text: text.slice(startOffset - from, endOffset - from),
  }));
}
