import { cutPassages, type Passage } from "../embedding/index.ts";
import type { ChunkCandidate, IndexedChunk } from "../ports/index.ts";
import type { Distribution } from "./background.ts";
import { matchedRarity } from "./best-turn.ts";
import { lending, type PlacedOdds } from "./lending.ts";
import { type SpeakerTest, spokenShare } from "./named-speakers.ts";
import type { Query } from "./query.ts";
import type { Ranking } from "./ranking.ts";
import type { Rarity } from "./rarity.ts";
import { type SpokenTurn, spokenTurns } from "./spoken-turns.ts";
import { wordEvidence } from "./word-evidence.ts";

/** How similar a chunk is to the query. */
interface Similarity extends Pick<ChunkCandidate, "passages"> {
  /** Of the whole chunk; null if no vector is compared. */
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
export interface Candidate extends CheapSignals {
  readonly row: IndexedChunk;
}

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

/** A candidate whose text is not read: it lends its relevance to chunks beside it. */
export type UnreadCandidate = Pick<ChunkCandidate, "id" | "transcript" | "ordinal" | "speakers"> & CheapSignals;

/** A candidate with its relevance. */
export interface RatedChunk extends Similarity {
  readonly row: IndexedChunk;
  /** The natural logarithm of the odds that it is relevant. Comparable across searches. */
  readonly logOdds: number;
}

/** The most candidates whose words are analysed, the best by the cheaper signals. */
const ANALYSED = 60;
/** The share that a named speaker says of a chunk whose text is not read. */
const SUPPOSED_SHARE = 0.5;
/** Further evidence for an even chance when no candidate has a word of the query: any text is similar to some passage. */
const UNSAID = 3;
/** The share of the words that remains when only other speakers say them. */
const SAID_BY_OTHERS = 0.1;

/**
 * Candidates by what is known without their text: the best by themselves, whose words will count, then the best with the
 * chunks beside them. Ties are ordered by id.
 */
export function presorted<Found extends UnreadCandidate>(
  found: readonly Found[],
  comparison: Comparison,
): readonly Found[] {
  const placed = placedUnread(found, comparison).toSorted(byOdds);
  const lent = lending(placed, comparison.ranking.lending[comparison.query.kind]);
  const withLent = placed.map((each) => ({ ...each, logOdds: lent(each) })).toSorted(byOdds);
  return [...new Set([...placed.slice(0, ANALYSED), ...withLent].map(({ chunk }) => chunk))];
}

interface PlacedChunk<Found> extends PlacedOdds {
  readonly chunk: Found;
}

function byOdds(one: PlacedChunk<UnreadCandidate>, other: PlacedChunk<UnreadCandidate>): number {
  return other.logOdds - one.logOdds || (one.chunk.id < other.chunk.id ? -1 : 1);
}

/**
 * Rates candidates by the evidence for them and for their neighbours in the transcript, because people often discuss a
 * subject over several chunks. The best come first; ties are ordered by id.
 * @param unread other candidates: they lend, and are not rated.
 */
export function rate(
  candidates: readonly Candidate[],
  unread: readonly UnreadCandidate[],
  comparison: Comparison,
): RatedChunk[] {
  const { ranking, query, rarity } = comparison;
  const byOrder = (left: RatedChunk, right: RatedChunk): number =>
    right.logOdds - left.logOdds || (left.row.id < right.row.id ? -1 : 1);
  const read = wordEvidence(query.terms, rarity);
  const isSaid = [...candidates, ...unread].some(({ words }) => words > 0);
  const even = isSaid ? 0 : UNSAID;
  const rated = candidates
    .map((candidate): RatedChunk => {
      const { row, passages, similarity } = candidate;
      return { row, passages, similarity, logOdds: logOddsOf(cheapEvidence(candidate, comparison) - even, ranking) };
    })
    .toSorted(byOrder)
    .map((chunk, index): RatedChunk => {
      if (index >= ANALYSED) return chunk;
      const { together, phrases } = read(chunk.row);
      const more = ranking.together * together + ranking.phrases * phrases;
      return { ...chunk, logOdds: chunk.logOdds + more / ranking.temperature };
    });
  const placed = rated.map(({ row: { transcript, ordinal }, logOdds }) => ({ transcript, ordinal, logOdds }));
  const lent = lending([...placed, ...placedUnread(unread, comparison, even)], ranking.lending[query.kind]);
  return rated
    .map((chunk) => ({ ...chunk, logOdds: lent({ ...chunk.row, logOdds: chunk.logOdds }) }))
    .toSorted(byOrder);
}

function placedUnread<Found extends UnreadCandidate>(
  found: readonly Found[],
  comparison: Comparison,
  even = 0,
): readonly PlacedChunk<Found>[] {
  return found.map((chunk) => ({
    chunk,
    transcript: chunk.transcript,
    ordinal: chunk.ordinal,
    logOdds: logOddsOf(supposedEvidence(chunk, comparison) - even, comparison.ranking),
  }));
}

function logOddsOf(evidence: number, { even, temperature }: Ranking): number {
  return (evidence - even) / temperature;
}

/** The evidence as far as it is known without the text, with a usual share of a named speaker. */
function supposedEvidence(chunk: UnreadCandidate, comparison: Comparison): number {
  const { words, isNamed, entities, speakers } = chunk;
  const { ranking, isRequested, filtersBySpeaker } = comparison;
  const isSpoken = !filtersBySpeaker && speakers.some(isRequested);
  return (
    ranking.words * words +
    (isSpoken ? ranking.speakers * SUPPOSED_SHARE : 0) +
    (isNamed ? ranking.transcripts : 0) +
    ranking.entities * entities +
    similarEvidence(chunk, bestAbove(chunk, comparison), comparison)
  );
}

/** @param best how far the best passage that counts is above the background. */
function similarEvidence({ similarity }: Similarity, best: number, { ranking, background }: Comparison): number {
  if (similarity === null) return 0;
  return ranking.bestPassage * best + ranking.wholeChunk * aboveBackground(similarity, background);
}

function bestAbove(chunk: Similarity, { background }: Comparison): number {
  return Math.max(0, ...similarities(chunk).map((value) => aboveBackground(value, background)));
}

/** The evidence that needs no analysis of the text. */
function cheapEvidence(candidate: Candidate, comparison: Comparison): number {
  const { row, words, isNamed, entities } = candidate;
  const { ranking, isRequested, filtersBySpeaker } = comparison;
  const turns = filtersBySpeaker || row.speakers.some(isRequested) ? spokenTurns(row) : [];
  const best = filtersBySpeaker
    ? Math.max(0, ...passageEvidence(turns, candidate, comparison).map(({ above }) => above))
    : bestAbove(candidate, comparison);
  return (
    ranking.words * words * (filtersBySpeaker ? shareSaid(turns, comparison) : 1) +
    (filtersBySpeaker ? 0 : ranking.speakers * spokenShare(turns, isRequested)) +
    (isNamed ? ranking.transcripts : 0) +
    ranking.entities * entities +
    similarEvidence(candidate, best, comparison)
  );
}

/** Of the passages of a chunk, or of the whole chunk if it has none. */
function similarities({ passages, similarity }: Similarity): readonly number[] {
  if (passages.length > 0) return passages;
  return similarity === null ? [] : [similarity];
}

/** How far the similarity of each passage is above that of any passage; only passages in which a requested speaker speaks. */
export function passageEvidence(
  turns: readonly SpokenTurn[],
  chunk: Similarity,
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
