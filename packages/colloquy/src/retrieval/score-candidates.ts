import { analyse } from "../analysis/index.ts";
import type { ChunkHit } from "../ports/index.ts";
import { matchedRarity } from "./best-turn.ts";
import { lendToNeighbours } from "./lend-to-neighbours.ts";
import { type SpeakerTest, spokenShare } from "./named-speakers.ts";
import { type SpokenTurn, spokenTurns } from "./spoken-turns.ts";
import { phraseScorer } from "./phrase-score.ts";
import type { Ranking } from "./ranking.ts";
import type { Rarity } from "./rarity.ts";

export interface Candidates {
  readonly byKeyword: readonly ChunkHit[];
  readonly byVector: readonly ChunkHit[];
  /** The terms of the query in its order. */
  readonly terms: readonly string[];
  readonly rarity: Rarity;
  readonly isAsked: SpeakerTest;
  /** Whether only what the speaker who is asked for says should count. */
  readonly filtersBySpeaker: boolean;
  readonly ranking: Ranking;
}

/** What is left of the score of a chunk in which others say the words, and not the speaker who is filtered by. */
const SAID_BY_OTHERS = 0.1;

/**
 * Scores chunks by their keywords (BM25), their phrases, who says them, the likeness of vectors, and the
 * chunks beside them. Best first, ties in the order of id.
 */
export function scoreCandidates(candidates: Candidates): ChunkHit[] {
  const { byKeyword, byVector, ranking, isAsked } = candidates;
  const keyword = keywordScores(candidates);
  const similarity = shares(new Map(byVector.map(({ row, score }) => [row.id, Math.max(0, score)])));
  const found = ranking.findsByVector ? union(byKeyword, byVector) : byKeyword.map(({ row }) => row);
  const scores = found.map((row) => {
    const turns = spokenTurns(row);
    const matched = (keyword.get(row.id) ?? 0) + ranking.vectorWeight * (similarity.get(row.id) ?? 0);
    if (candidates.filtersBySpeaker) return matched * shareSaid(turns, candidates);
    return matched + ranking.speakerWeight * spokenShare(turns, isAsked);
  });
  return lendToNeighbours(found, scores, ranking.neighbourShares)
    .map((score, index) => ({ row: found[index] as ChunkHit["row"], score }))
    .sort((left, right) => right.score - left.score || (left.row.id < right.row.id ? -1 : 1));
}

/** By id, as shares of the best. */
function keywordScores({ byKeyword, terms, rarity, ranking }: Candidates): ReadonlyMap<string, number> {
  const phrases = phraseScorer(terms, rarity);
  const { phraseWeight } = ranking;
  return shares(
    new Map(byKeyword.map(({ row, score }) => [row.id, score + phraseWeight * phrases(analyse(row.text))])),
  );
}

/** How much of what matches in a chunk is said by the speaker who is filtered by. */
function shareSaid(turns: readonly SpokenTurn[], { rarity, isAsked }: Candidates): number {
  const said = turns.filter(({ speaker }) => isAsked(speaker));
  if (said.length === 0) return 1;
  const text = (list: readonly SpokenTurn[]): string => list.map((turn) => turn.text).join("\n");
  const all = matchedRarity(text(turns), rarity);
  if (all === 0) return 1;
  return SAID_BY_OTHERS + (1 - SAID_BY_OTHERS) * (matchedRarity(text(said), rarity) / all);
}

function shares(scores: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const best = [...scores.values()].reduce((most, score) => Math.max(most, score), 0);
  return best === 0 ? scores : new Map([...scores].map(([id, score]) => [id, score / best]));
}

function union(first: readonly ChunkHit[], second: readonly ChunkHit[]): ChunkHit["row"][] {
  return [...new Map([...first, ...second].map(({ row }) => [row.id, row])).values()];
}
