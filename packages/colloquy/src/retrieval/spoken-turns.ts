import type { ChunkHit } from "../ports/index.ts";

/** What one speaker says without a break of the source. */
export interface SpokenTurn {
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly approximate?: true;
  readonly endMs: number | null;
  readonly text: string;
}

/** The turns of a chunk, with their words. */
export function spokenTurns({ text, startOffset: from, turns }: ChunkHit["row"]): SpokenTurn[] {
  return turns.map(({ startOffset, endOffset, ...turn }) => ({
    ...turn,
    text: text.slice(startOffset - from, endOffset - from),
  }));
}
