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
  readonly isRequested: SpeakerTest;
  /** Whether only the words of the requested speaker count. */
  readonly filtersBySpeaker: boolean;
  readonly ranking: Ranking;
}

/** The share of the score that remains when only other speakers say the words. */
const SAID_BY_OTHERS = 0.1;

/**
 * Scores chunks by keywords (BM25), phrases, speakers, vector similarity and neighbouring chunks. The best are first;
 * ties are ordered by id.
 */
export function scoreCandidates(candidates: Candidates): ChunkHit[] {
  const { byKeyword, byVector, ranking, isRequested } = candidates;
  const keyword = keywordScores(candidates);
  const similarity = shares(new Map(byVector.map(({ row, score }) => [row.id, Math.max(0, score)])));
  const found = ranking.findsByVector ? union(byKeyword, byVector) : byKeyword.map(({ row }) => row);
  const scores = found.map((row) => {
    const turns = spokenTurns(row);
    const matched = (keyword.get(row.id) ?? 0) + ranking.vectorWeight * (similarity.get(row.id) ?? 0);
    if (candidates.filtersBySpeaker) return matched * shareSaid(turns, candidates);
    return matched + ranking.speakerWeight * spokenShare(turns, isRequested);
  });
  return lendToNeighbours(found, scores, ranking.neighbourShares)
    .map((score, index) => ({ row: found[index] as ChunkHit["row"], score }))
    .sort((left, right) => right.score - left.score || (left.row.id < right.row.id ? -1 : 1));
}

/** Keyword scores by id, relative to the best. */
function keywordScores({ byKeyword, terms, rarity, ranking }: Candidates): ReadonlyMap<string, number> {
  const phrases = phraseScorer(terms, rarity);
  const { phraseWeight } = ranking;
  return shares(
    new Map(byKeyword.map(({ row, score }) => [row.id, score + phraseWeight * phrases(analyse(row.text))])),
  );
}

/** The share of the matching words in a chunk that the requested speaker says. */
function shareSaid(turns: readonly SpokenTurn[], { rarity, isRequested }: Candidates): number {
  const said = turns.filter(({ speaker }) => isRequested(speaker));
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
