import type { AnnotatedChunk, ClaimMark, MentionMark, QuoteMark, Turn } from "colloquy/api";
import { overlaps, type Range } from "./address.ts";

/** A turn as it is shown in one chunk, with the marks on it. */
export interface ShownTurn extends Turn {
  readonly chunk: string;
  /** Where what belongs to the turn begins: the end of the turn before. Its label lies between this and its words. */
  readonly unitOffset: number;
  /** The turn began in an earlier chunk: these words go on without a name and a time. */
  readonly isContinued: boolean;
  /** Whether another person spoke before, so that the name is shown. */
  readonly isNewSpeaker: boolean;
  readonly mentions: readonly MentionMark[];
  readonly claims: readonly ClaimMark[];
  readonly quotes: readonly QuoteMark[];
}

/** What the beginning of a chunk has to know about the chunk before. */
export type TurnBefore = Pick<Turn, "speaker" | "endOffset">;

/**
 * The turns of a chunk. A turn that a border of chunks cuts has no character between its parts; between two turns there is
 * at least the end of a line.
 * @param before the last turn of the chunk before; null at the beginning, and while that chunk is not there
 */
export function shownTurns(chunk: AnnotatedChunk, before: TurnBefore | null): readonly ShownTurn[] {
  return chunk.turns.map((turn, index): ShownTurn => {
    const last = index === 0 ? before : (chunk.turns[index - 1] ?? null);
    const isContinued = continues(last, turn);
    const within = (mark: Range): boolean => overlaps(mark, turn);
    return {
      ...turn,
      chunk: chunk.chunk,
      unitOffset: last?.endOffset ?? 0,
      isContinued,
      isNewSpeaker: last === null || last.speaker !== turn.speaker,
      mentions: chunk.mentions.filter(within),
      claims: startingIn(chunk.claims, turn),
      quotes: chunk.quotes.filter(within),
    };
  });
}

/** Whether two parts are one turn that was cut. */
export function continues(one: TurnBefore | null, next: Pick<Turn, "speaker" | "startOffset">): boolean {
  return one !== null && one.endOffset === next.startOffset && one.speaker === next.speaker;
}

/** A claim may be said over several turns; each turn has it that has some of its words, but only once by relationship. */
function startingIn(claims: readonly ClaimMark[], turn: Range): readonly ClaimMark[] {
  return claims.filter((claim) => overlaps(claim, turn));
}

/** The whole of a turn that chunks may have cut: its parts in their order. */
export function wholeTurn(chunks: readonly (AnnotatedChunk | undefined)[], part: Range): readonly Turn[] {
  const turns = chunks.flatMap((chunk) => chunk?.turns ?? []);
  const at = turns.findIndex(({ startOffset }) => startOffset === part.startOffset);
  if (at < 0) return [];
  let [first, last] = [at, at];
  while (first > 0 && isOne(turns[first - 1], turns[first])) first--;
  while (isOne(turns[last], turns[last + 1])) last++;
  return turns.slice(first, last + 1);
}

function isOne(one: Turn | undefined, next: Turn | undefined): boolean {
  return one !== undefined && next !== undefined && continues(one, next);
}
