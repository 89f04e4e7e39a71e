import { analyse } from "../analysis/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { ChunkFilter, ChunkHit, EmbeddingModel, ReadOptions, VectorStore } from "../ports/index.ts";
import { bestTurn } from "./best-turn.ts";
import { type SpeakerTest, speakerTest } from "./named-speakers.ts";
import { spokenTurns } from "./spoken-turns.ts";
import { LEXICAL_RANKING, type Ranking } from "./ranking.ts";
import { type Rarity, termRarity } from "./rarity.ts";
import { resolveFiles } from "./resolve-files.ts";
import { scoreCandidates } from "./score-candidates.ts";

export interface SearchRequest {
  readonly words: string;
  /** Paths or globs; a chunk of any file that matches passes. Default: all files. */
  readonly files?: readonly string[];
  /** Labels of speakers, compared without case: chunks in which one of them has a turn. */
  readonly speakers?: readonly string[];
  /** At most this many hits. Without it at most 10, and none that fits far less than the best. */
  readonly limit?: number;
}

export interface SearchPorts {
  readonly store: VectorStore;
  /** Of the same profile as the store's vectors; null where there is none: then keywords alone decide. */
  readonly model: Pick<EmbeddingModel, "embedQuery"> | null;
  /** Default `LEXICAL_RANKING`. */
  readonly ranking?: Ranking;
}

/** A chunk that was found. Offsets and text are the chunk's; speaker and times are of its turn that matches best. */
export interface SearchHit {
  /** Higher is better; scores of two searches are not comparable. */
  readonly score: number;
  /** Id of the chunk. */
  readonly chunk: string;
  readonly file: string;
  readonly speaker: string | null;
  readonly startMs: number | null;
  /** Present where `startMs` follows from the times before and after. */
  readonly approximate?: true;
  readonly endMs: number | null;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly text: string;
}

const DEFAULT_LIMIT = 10;
const NEVER_ABORTED = new AbortController().signal;

/** A chunk with less than this share of the best score fits the query by chance; figures in docs/decisions/retrieval.md. */
const RELEVANT_SHARE = 0.25;

/** How many chunks each of keywords and vectors may propose. */
const CANDIDATES = 200;

/**
 * The chunks that fit a query best, best first; ties in the order of chunk id. Words that occur nowhere,
 * or files that do not exist, give an empty list.
 * @throws ColloquyError `invalid-input` for a limit that is no whole number above 0.
 */
export async function searchChunks(
  { store, model, ranking = LEXICAL_RANKING }: SearchPorts,
  request: SearchRequest,
  options: ReadOptions,
): Promise<readonly SearchHit[]> {
  const { limit = DEFAULT_LIMIT, words } = request;
  if (!Number.isInteger(limit) || limit < 1) {
    throw new ColloquyError(
      "invalid-input",
      `Expected the limit of a search to be a whole number above 0, got ${limit}.`,
    );
  }
  const filter = await chunkFilter(store, request, options);
  const terms = analyse(words);
  if (filter === null || (terms.length === 0 && (model === null || !ranking.findsByVector))) return [];

  const different = [...new Set(terms)];
  const rarity = await termRarity(store, different, options);
  const { signal = NEVER_ABORTED } = options;
  const vector = (await model?.embedQuery(words, { signal, weight: rarity })) ?? null;
  const candidates = { ...options, limit: Math.max(CANDIDATES, limit), filter };
  const [byKeyword, byVector] = await Promise.all([
    different.length === 0 ? [] : store.matching(different, candidates),
    vector === null ? [] : store.nearest(vector, candidates),
  ]);
  const isAsked = speakerTest(words, request.speakers);
  const filtersBySpeaker = request.speakers !== undefined;
  const scored = scoreCandidates({
    byKeyword,
    byVector,
    terms,
    rarity,
    isAsked,
    filtersBySpeaker,
    ranking,
  });
  const shown = (request.limit === undefined ? relevant(scored) : scored).slice(0, limit);
  return shown.map(({ row, score }) => toHit(row, score, rarity, isAsked, filtersBySpeaker));
}

/** The hits, best first, up to the first that fits far less than the best. */
function relevant(hits: readonly ChunkHit[]): readonly ChunkHit[] {
  const least = RELEVANT_SHARE * (hits[0]?.score ?? 0);
  return hits.filter(({ score }) => score >= least);
}

/** Null where no file can pass. */
async function chunkFilter(
  store: VectorStore,
  { files, speakers }: SearchRequest,
  options: ReadOptions,
): Promise<ChunkFilter | null> {
  const bySpeaker = speakers === undefined ? {} : { speakers };
  if (files === undefined) return bySpeaker;
  const found = resolveFiles(await store.files(options), files);
  return found.length === 0 ? null : { ...bySpeaker, files: found };
}

function toHit(
  row: ChunkHit["row"],
  score: number,
  rarity: Rarity,
  isAsked: SpeakerTest,
  filtered: boolean,
): SearchHit {
  const turns = spokenTurns(row);
  const asked = filtered ? turns.filter(({ speaker }) => isAsked(speaker)) : [];
  const eligible = asked.length > 0 ? asked : turns;
  const turn = bestTurn(eligible, rarity, isAsked) ?? eligible[0];
  const { startMs, approximate, endMs } = typeof turn?.startMs === "number" ? turn : row;
  const { id, file, startOffset, endOffset, text } = row;
  return {
    score,
    chunk: id,
    file,
    speaker: turn?.speaker ?? null,
    startMs,
    ...(approximate === true ? { approximate } : {}),
    endMs,
    startOffset,
    endOffset,
    text,
  };
}
