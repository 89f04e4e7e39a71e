import { analyse } from "../analysis/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { ChunkFilter, ChunkHit, EmbeddingModel, ReadOptions, VectorStore } from "../ports/index.ts";
import { bestTurn } from "./best-turn.ts";
import { type SpeakerTest, speakerTest } from "./named-speakers.ts";
import { spokenTurns } from "./spoken-turns.ts";
import { LEXICAL_RANKING, type Ranking } from "./ranking.ts";
import { type Rarity, readRarity } from "./rarity.ts";
import { resolveFiles } from "./resolve-files.ts";
import { scoreCandidates } from "./score-candidates.ts";

export interface SearchRequest {
  readonly words: string;
  /** Paths or globs of the files to search. Default: all files. */
  readonly files?: readonly string[];
  /** Labels of speakers in any case. Only chunks with a turn of one of them are found. */
  readonly speakers?: readonly string[];
  /** The most hits. Default: at most 10, without hits far below the best. */
  readonly limit?: number;
}

export interface SearchPorts {
  readonly store: VectorStore;
  /** The model of the store's vectors; null without a model, so that only keywords decide. */
  readonly model: Pick<EmbeddingModel, "embedQuery"> | null;
  /** Default `LEXICAL_RANKING`. */
  readonly ranking?: Ranking;
}

/** A found chunk. Offsets and text are of the chunk; speaker and times are of its best turn. */
export interface SearchHit {
  /** Higher is better. Scores of different searches are not comparable. */
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
}

const DEFAULT_LIMIT = 10;
const NEVER_ABORTED = new AbortController().signal;

/** A chunk with less than this share of the best score matches by chance; figures in docs/decisions/retrieval.md. */
const RELEVANT_SHARE = 0.25;

/** The most candidates of keywords, and of vectors. */
const CANDIDATES = 200;

/**
 * Finds the best chunks for a query, the best first; ties are ordered by chunk id. Unknown words and missing files give
 * an empty list.
 * @throws ColloquyError `invalid-input` for a limit that is not a whole number above 0.
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
  const rarity = await readRarity(store, different, options);
  const { signal = NEVER_ABORTED } = options;
  const vector = (await model?.embedQuery(words, { signal, weight: rarity })) ?? null;
  const candidates = { ...options, limit: Math.max(CANDIDATES, limit), filter };
  const [byKeyword, byVector] = await Promise.all([
    different.length === 0 ? [] : store.matching(different, candidates),
    vector === null ? [] : store.nearest(vector, candidates),
  ]);
  const isRequested = speakerTest(words, request.speakers);
  const filtersBySpeaker = request.speakers !== undefined;
  const scored = scoreCandidates({
    byKeyword,
    byVector,
    terms,
    rarity,
    isRequested,
    filtersBySpeaker,
    ranking,
  });
  const shown = (request.limit === undefined ? relevant(scored) : scored).slice(0, limit);
  return shown.map(({ row, score }) => toHit(row, score, rarity, isRequested, filtersBySpeaker));
}

/** The hits with a relevant share of the best score. */
function relevant(hits: readonly ChunkHit[]): readonly ChunkHit[] {
  const least = RELEVANT_SHARE * (hits[0]?.score ?? 0);
  return hits.filter(({ score }) => score >= least);
}

/** Null when no file matches. */
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
  isRequested: SpeakerTest,
  filtered: boolean,
): SearchHit {
  const turns = spokenTurns(row);
  const requested = filtered ? turns.filter(({ speaker }) => isRequested(speaker)) : [];
  const eligible = requested.length > 0 ? requested : turns;
  const turn = bestTurn(eligible, rarity, isRequested) ?? eligible[0];
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
