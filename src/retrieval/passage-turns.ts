import type { ChunkTurn } from "../model/index.ts";
import type { PassageHit } from "../ports/index.ts";

/** A passage as a store gives it; `turns` where the store keeps them. */
export type Passage = PassageHit["row"] & { readonly turns?: readonly ChunkTurn[] };

/** What one speaker says without a break of the source. */
export interface PassageTurn {
  readonly speaker: string | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly text: string;
}

/** What may stand before a label: time stamps, brackets, list marks, a voice tag. */
const BEFORE_LABEL = /^(?:<v(?:\.[^\s>]*)?\s+|[^\p{L}<]){0,40}/u;
const AFTER_LABEL = /^\s*(?:[:>\])*)]|$)|^\s+[[(]?\d/u;

/**
 * The turns of a passage. Where the store keeps none they are read from the lines of its text by the
 * labels of its known speakers; times are then those of the whole passage.
 */
export function passageTurns(passage: Passage): PassageTurn[] {
  if (passage.turns !== undefined) {
    return passage.turns.map(({ speaker, startMs, endMs, startOffset, endOffset }) => ({
      speaker,
      startMs,
      endMs,
      text: passage.text.slice(startOffset - passage.startOffset, endOffset - passage.startOffset),
    }));
  }
  const { startMs, endMs, speakers } = passage;
  let speaker = speakers.length === 1 ? (speakers[0] ?? null) : null;
  return passage.text.split(/\r\n|\r|\n/).map((line) => {
    const label = labelOf(line, speakers);
    speaker = label?.speaker ?? speaker;
    return { speaker, startMs, endMs, text: label === null ? line : line.slice(label.end) };
  });
}

function labelOf(line: string, speakers: readonly string[]): { readonly speaker: string; readonly end: number } | null {
  const start = BEFORE_LABEL.exec(line)?.[0].length ?? 0;
  for (const speaker of speakers) {
    if (line.startsWith(speaker, start)) {
      const end = start + speaker.length;
      const mark = AFTER_LABEL.exec(line.slice(end));
      if (mark !== null) return { speaker, end: end + mark[0].length };
    }
  }
  return null;
}
