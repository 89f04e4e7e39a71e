import type { ChunkTurn } from "../../../../model/index.ts";
import type { SpokenLabel } from "../../../../ports/index.ts";

/** A whole turn. A turn that is too long for one chunk is in several consecutive chunks. */
interface WholeTurn {
  readonly index: number;
  readonly speaker: string | null;
  readonly startMs: number | null;
  endMs: number | null;
}

/**
 * The turns and talk time of each label, in the order of first appearance.
 * @param turns of a transcript's chunks, in order.
 */
export function countSpoken(turns: Iterable<ChunkTurn>): readonly SpokenLabel[] {
  const counts = new Map<string, { turns: number; talkMs: number | null }>();
  for (const { speaker, startMs, endMs } of wholeTurns(turns)) {
    if (speaker === null) continue;
    const count = counts.get(speaker) ?? { turns: 0, talkMs: null };
    counts.set(speaker, count);
    count.turns += 1;
    if (startMs !== null && endMs !== null) count.talkMs = (count.talkMs ?? 0) + Math.max(0, endMs - startMs);
  }
  return [...counts].map(([label, count]) => ({ label, ...count }));
}

function wholeTurns(turns: Iterable<ChunkTurn>): readonly WholeTurn[] {
  const whole: WholeTurn[] = [];
  for (const { index, speaker, startMs, endMs } of turns) {
    const last = whole.at(-1);
    if (last?.index === index) last.endMs = endMs ?? last.endMs;
    else whole.push({ index, speaker, startMs, endMs });
  }
  return whole;
}
