import type { PassageHit } from "../ports/index.ts";

/** What one speaker says without a break of the source. */
export interface SpokenTurn {
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly text: string;
}

/** The turns of a passage, with their words. */
export function spokenTurns({ text, startOffset, turns }: PassageHit["row"]): SpokenTurn[] {
  return turns.map((turn) => ({
    speaker: turn.speaker,
    startMs: turn.startMs,
    endMs: turn.endMs,
    text: text.slice(turn.startOffset - startOffset, turn.endOffset - startOffset),
  }));
}
