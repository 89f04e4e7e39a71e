import type { PassageHit } from "../ports/index.ts";

/** What one speaker says without a break of the source. */
export interface SpokenTurn {
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly approximate?: true;
  readonly endMs: number | null;
  readonly text: string;
}

/** The turns of a passage, with their words. */
export function spokenTurns({ text, startOffset: from, turns }: PassageHit["row"]): SpokenTurn[] {
  return turns.map(({ startOffset, endOffset, ...turn }) => ({
    ...turn,
    text: text.slice(startOffset - from, endOffset - from),
  }));
}
