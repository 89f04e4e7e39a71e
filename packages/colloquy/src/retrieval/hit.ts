import type { Passage } from "../embedding/index.ts";
import { bestTurn, matchedRarity } from "./best-turn.ts";
import { totalRarity } from "./rarity.ts";
import { type Comparison, passageEvidence, type RatedChunk } from "./relevance.ts";
import { type SpokenTurn, spokenTurns } from "./spoken-turns.ts";

interface OffsetRange {
  readonly startOffset: number;
  readonly endOffset: number;
}

/** A found chunk. Offsets and text are of the chunk; speaker and times are of its best turn. */
export interface SearchHit {
  /** 0 to 1, comparable across searches; higher is better. */
  readonly score: number;
  /** Id of the chunk. */
  readonly chunk: string;
  readonly file: string;
  readonly speaker: string | null;
  readonly startMs: number | null;
  /** Present when `startMs` is interpolated from neighbouring times. */
  readonly approximate?: true;
  readonly endMs: number | null;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
  /** Canonical offsets of the words that match best: a passage, or a turn. */
  readonly match: OffsetRange;
  /** Canonical offsets of the words of `match` that `speaker` says. `match` may also have words of other speakers. */
  readonly said: OffsetRange;
  /** Worse hits that say nearly the same, such as an advertisement in several episodes; absent if there are none. */
  readonly duplicates?: readonly Pick<SearchHit, "chunk" | "file" | "startMs" | "startOffset" | "endOffset">[];
}

export function toHit(
  { duplicates, ...chunk }: RatedChunk & { readonly duplicates: readonly RatedChunk[] },
  comparison: Comparison,
): SearchHit {
  const { row, logOdds } = chunk;
  const turns = spokenTurns(row);
  const passage = bestPassage(turns, chunk, comparison);
  const turn = turnOf(turns, passage, comparison);
  const { startMs, approximate, endMs } = typeof turn?.startMs === "number" ? turn : row;
  const { id, file, startOffset, endOffset, text } = row;
  const match = passage === null ? rangeOf(turn ?? row) : rangeOfPassage(turns, passage);
  return {
    score: scoreOf(logOdds),
    chunk: id,
    file,
    speaker: turn?.speaker ?? null,
    startMs,
    ...(approximate === true ? { approximate } : {}),
    endMs,
    startOffset,
    endOffset,
    text,
    match,
    said: partIn(match, turn ?? row),
    ...(duplicates.length === 0 ? {} : { duplicates: duplicates.map(toDuplicate) }),
  };
}

function scoreOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

function toDuplicate({ row: { id, file, startMs, startOffset, endOffset } }: RatedChunk) {
  return { chunk: id, file, startMs, startOffset, endOffset };
}

function rangeOf({ startOffset, endOffset }: OffsetRange): OffsetRange {
  return { startOffset, endOffset };
}

/** The part of a range that is in a turn of it. */
function partIn(range: OffsetRange, turn: OffsetRange): OffsetRange {
  return {
    startOffset: Math.max(range.startOffset, turn.startOffset),
    endOffset: Math.min(range.endOffset, turn.endOffset),
  };
}

function rangeOfPassage(turns: readonly SpokenTurn[], { start, end }: Passage): OffsetRange {
  const [first, last] = [turns[start.turn] as SpokenTurn, turns[end.turn] as SpokenTurn];
  return { startOffset: first.startOffset + start.character, endOffset: last.startOffset + end.character };
}

/** The turn with the rarest words of the query: in the passage, or in the chunk. */
function turnOf(
  turns: readonly SpokenTurn[],
  passage: Passage | null,
  { rarity, isRequested, filtersBySpeaker }: Comparison,
): SpokenTurn | undefined {
  const within = passage === null ? turns : turns.slice(passage.start.turn, passage.end.turn + 1);
  const requested = filtersBySpeaker ? within.filter(({ speaker }) => isRequested(speaker)) : [];
  const eligible = requested.length > 0 ? requested : within;
  return bestTurn(eligible, rarity, isRequested) ?? eligible[0];
}

/** The passage with the most evidence by words and meaning; null if the passages are not compared. */
function bestPassage(turns: readonly SpokenTurn[], chunk: RatedChunk, comparison: Comparison): Passage | null {
  const { query, ranking, rarity } = comparison;
  const most = totalRarity(new Set(query.terms), rarity);
  let best: Passage | null = null;
  let bestEvidence = -1;
  for (const { passage, above } of passageEvidence(turns, chunk, comparison)) {
    if (passage === null) continue;
    const words = most === 0 ? 0 : matchedRarity(passage.text, rarity) / most;
    const evidence = ranking.words * words + ranking.bestPassage * above;
    if (evidence > bestEvidence) [best, bestEvidence] = [passage, evidence];
  }
  return best;
}
