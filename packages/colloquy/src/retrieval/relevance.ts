import { cutPassages, type Passage } from "../embedding/index.ts";
import type { ChunkCandidate, ComparedChunk } from "../ports/index.ts";
import type { Distribution } from "./background.ts";
import { matchedRarity } from "./best-turn.ts";
import { type SpeakerTest, spokenShare } from "./named-speakers.ts";
import type { Query } from "./query.ts";
import type { Ranking } from "./ranking.ts";
import type { Rarity } from "./rarity.ts";
import { type SpokenTurn, spokenTurns } from "./spoken-turns.ts";
import { wordEvidence } from "./word-evidence.ts";

/** How similar a chunk is to the query; null if no vector is compared. */
interface Similarity {
  /** Of the whole chunk. */
  readonly similarity: number | null;
}

/** What is known of a chunk without its text. */
interface CheapSignals extends Similarity {
  /** The BM25 score of the query's words, divided by its largest possible value. */
  readonly words: number;
  /** Whether the query names its transcript. */
  readonly isNamed: boolean;
  /** The share of the query's entities that it mentions, 0 to 1. */
  readonly entities: number;
}

/** A chunk that words, vectors or names suggest. */
export type Candidate = ComparedChunk & CheapSignals;

/** What candidates are compared with. */
export interface Comparison {
  readonly query: Query;
  /** Null without a model. */
  readonly vector: Float32Array | null;
  readonly background: Distribution;
  readonly rarity: Rarity;
  readonly isRequested: SpeakerTest;
  /** Whether only the words of the requested speakers count. */
  readonly filtersBySpeaker: boolean;
  readonly ranking: Ranking;
}

/** A candidate with its relevance. */
export interface RatedChunk extends ComparedChunk, Similarity {
  /** The natural logarithm of the odds that it is relevant. Comparable across searches. */
  readonly logOdds: number;
}

/** The most candidates whose text is read, the best by the cheaper signals. */
const READ = 60;
/** Further evidence for an even chance when no candidate has a word of the query: any text is similar to some passage. */
const UNSAID = 3;
/** The share of the words that remains when only other speakers say them. */
const SAID_BY_OTHERS = 0.1;

/**
 * Rates candidates by the evidence for them, and by their neighbours in the transcript: talk stays with its subject. The
 * best come first; ties are ordered by id.
 */
export function rate(candidates: readonly Candidate[], comparison: Comparison): RatedChunk[] {
  const { ranking, query, rarity } = comparison;
  const byOrder = (left: RatedChunk, right: RatedChunk): number =>
    right.logOdds - left.logOdds || (left.row.id < right.row.id ? -1 : 1);
  const read = wordEvidence(query.terms, rarity);
  const isSaid = candidates.some(({ words }) => words > 0);
  const even = ranking.even + (isSaid ? 0 : UNSAID);
  const rated = candidates
    .map((candidate): RatedChunk => {
      const { row, passages, similarity } = candidate;
      const evidence = cheapEvidence(candidate, comparison);
      return { row, passages, similarity, logOdds: (evidence - even) / ranking.temperature };
    })
    .toSorted(byOrder)
    .map((chunk, index): RatedChunk => {
      if (index >= READ) return chunk;
      const { together, phrases } = read(chunk.row);
      const more = ranking.together * together + ranking.phrases * phrases;
      return { ...chunk, logOdds: chunk.logOdds + more / ranking.temperature };
    });
  return withNeighbours(rated, ranking.lending[query.kind]).toSorted(byOrder);
}

/** The most evidence that a chunk can have, as far as its text and its passages are not needed to know it. */
export function mostEvidence(
  { words, isNamed, entities, similarity, speakers }: CheapSignals & Pick<ChunkCandidate, "speakers">,
  { ranking, isRequested, filtersBySpeaker, background }: Comparison,
): number {
  const byNames =
    ranking.words * words +
    (!filtersBySpeaker && speakers.some(isRequested) ? ranking.speakers : 0) +
    (isNamed ? ranking.transcripts : 0) +
    ranking.entities * entities;
  if (similarity === null) return byNames;
  return byNames + (ranking.bestPassage + ranking.wholeChunk) * aboveBackground(similarity, background);
}

/** The evidence that needs no analysis of the text. */
function cheapEvidence(candidate: Candidate, comparison: Comparison): number {
  const { row, words, similarity, isNamed, entities } = candidate;
  const { ranking, isRequested, filtersBySpeaker } = comparison;
  const turns = filtersBySpeaker || row.speakers.some(isRequested) ? spokenTurns(row) : [];
  const byNames =
    ranking.words * words * (filtersBySpeaker ? shareSaid(turns, comparison) : 1) +
    (filtersBySpeaker ? 0 : ranking.speakers * spokenShare(turns, isRequested)) +
    (isNamed ? ranking.transcripts : 0) +
    ranking.entities * entities;
  if (similarity === null) return byNames;
  const best = filtersBySpeaker
    ? Math.max(...passageEvidence(turns, candidate, comparison).map(({ above }) => above))
    : aboveBackground(Math.max(...similarities(candidate)), comparison.background);
  const whole = aboveBackground(similarity, comparison.background);
  return byNames + ranking.bestPassage * best + ranking.wholeChunk * whole;
}

/** Of the passages of a chunk, or of the whole chunk if it has none. */
function similarities({ passages, similarity }: Pick<ComparedChunk, "passages"> & Similarity): readonly number[] {
  if (passages.length > 0) return passages;
  return similarity === null ? [] : [similarity];
}

/** How far the similarity of each passage is above that of any passage; only passages in which a requested speaker speaks. */
export function passageEvidence(
  turns: readonly SpokenTurn[],
  chunk: Pick<ComparedChunk, "passages"> & Similarity,
  { background, isRequested, filtersBySpeaker }: Comparison,
): readonly { readonly passage: Passage | null; readonly above: number }[] {
  const all = similarities(chunk).map((value) => aboveBackground(value, background));
  if (all.length === 0) return [];
  const cut = chunk.passages.length === 0 ? cutPassages(turns) : cutPassages(turns, all.length);
  // Another version of the program may have cut the chunk differently.
  const passages = cut.length === all.length ? cut : [];
  const evidence = all.map((above, index) => ({ passage: passages[index] ?? null, above }));
  if (!filtersBySpeaker || passages.length === 0) return evidence;
  const said = evidence.filter(
    ({ passage }) =>
      passage !== null &&
      turns.slice(passage.start.turn, passage.end.turn + 1).some(({ speaker }) => isRequested(speaker)),
  );
  return said.length > 0 ? said : evidence;
}

function aboveBackground(value: number, { mean, deviation }: Distribution): number {
  return Math.max(0, (value - mean) / deviation);
}

/** The share of the matching words in a chunk that the requested speakers say. */
function shareSaid(turns: readonly SpokenTurn[], { rarity, isRequested }: Comparison): number {
  const said = turns.filter(({ speaker }) => isRequested(speaker));
  if (said.length === 0) return 1;
  const text = (list: readonly SpokenTurn[]): string => list.map((turn) => turn.text).join("\n");
  const all = matchedRarity(text(turns), rarity);
  if (all === 0) return 1;
  return SAID_BY_OTHERS + (1 - SAID_BY_OTHERS) * (matchedRarity(text(said), rarity) / all);
}

/** Adds shares of the odds of the chunks before and after. */
function withNeighbours(chunks: readonly RatedChunk[], shares: readonly number[]): RatedChunk[] {
  if (shares.length === 0) return [...chunks];
  const at = new Map(
    chunks.map((chunk) => [positionKey(chunk.row.transcript, chunk.row.ordinal), Math.exp(chunk.logOdds)]),
  );
  const oddsAt = (transcript: string, ordinal: number): number => at.get(positionKey(transcript, ordinal)) ?? 0;
  return chunks.map((chunk) => {
    const { transcript, ordinal } = chunk.row;
    const lent = shares.reduce((sum, share, near) => {
      const distance = near + 1;
      return sum + share * (oddsAt(transcript, ordinal - distance) + oddsAt(transcript, ordinal + distance));
    }, 0);
    return { ...chunk, logOdds: Math.log(Math.exp(chunk.logOdds) + lent) };
  });
}

function positionKey(transcript: string, ordinal: number): string {
  return `${ordinal} ${transcript}`;
}
