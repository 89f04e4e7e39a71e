import { turnsWithText } from "../model/index.ts";
import type { IndexedChunk } from "../ports/index.ts";

/** A turn with its text. */
export interface SpokenTurn {
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly approximate?: true;
  readonly endMs: number | null;
  /** Canonical offsets; end exclusive. */
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
}

/** Returns the turns of a chunk with their texts. */
export function spokenTurns(chunk: IndexedChunk): readonly SpokenTurn[] {
  return turnsWithText(chunk);
}
