import { bestTurn } from "./best-turn.ts";
import { type Comparison, passageEvidence, type RatedChunk } from "./relevance.ts";
import { type SpokenTurn, spokenTurns } from "./spoken-turns.ts";
import { matchedRarity } from "./best-turn.ts";

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
  /** Worse hits that say nearly the same, such as an advertisement in several episodes; absent if there are none. */
  readonly duplicates?: readonly Pick<SearchHit, "chunk" | "file" | "startMs" | "startOffset" | "endOffset">[];
}

export function toHit(
  { row, logOdds, vectors, duplicates }: RatedChunk & { readonly duplicates: readonly RatedChunk[] },
  comparison: Comparison,
): SearchHit {
  const turn = turnOf(spokenTurns(row), vectors, comparison);
  const { startMs, approximate, endMs } = typeof turn?.startMs === "number" ? turn : row;
  const { id, file, startOffset, endOffset, text } = row;
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
    ...(duplicates.length === 0 ? {} : { duplicates: duplicates.map(toDuplicate) }),
  };
}

export function scoreOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

function toDuplicate({ row: { id, file, startMs, startOffset, endOffset } }: RatedChunk) {
  return { chunk: id, file, startMs, startOffset, endOffset };
}

/** The turn with the rarest words of the query in the best passage; without vectors, in the chunk. */
function turnOf(
  turns: readonly SpokenTurn[],
  vectors: RatedChunk["vectors"],
  comparison: Comparison,
): SpokenTurn | undefined {
  const { rarity, isRequested, filtersBySpeaker } = comparison;
  const inPassage = vectors === null ? turns : bestPassage(turns, vectors, comparison);
  const requested = filtersBySpeaker ? inPassage.filter(({ speaker }) => isRequested(speaker)) : [];
  const eligible = requested.length > 0 ? requested : inPassage;
  return bestTurn(eligible, rarity, isRequested) ?? eligible[0];
}

function bestPassage(
  turns: readonly SpokenTurn[],
  vectors: NonNullable<RatedChunk["vectors"]>,
  comparison: Comparison,
): readonly SpokenTurn[] {
  const { query, ranking, rarity } = comparison;
  const most = [...new Set(query.terms)].reduce((sum, term) => sum + rarity(term), 0);
  let best = turns;
  let bestEvidence = -1;
  for (const { passage, above } of passageEvidence(turns, vectors, comparison)) {
    if (passage === null) continue;
    const words = most === 0 ? 0 : matchedRarity(passage.text, rarity) / most;
    const evidence = ranking.words * words + ranking.bestPassage * above;
    if (evidence <= bestEvidence) continue;
    bestEvidence = evidence;
    best = turns.slice(passage.start.turn, passage.end.turn + 1);
  }
  return best;
}
