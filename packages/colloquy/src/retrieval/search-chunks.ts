import { ColloquyError } from "../model/index.ts";
import type { ChunkFilter, ReadOptions, VectorStore } from "../ports/index.ts";
import type { AskedType } from "./asked-type.ts";
import { Background, type Distribution } from "./background.ts";
import { findCandidates } from "./candidates.ts";
import { collapseDuplicates } from "./duplicates.ts";
import { type SearchHit, toHit } from "./hit.ts";
import type { EntityMentions } from "./named-entities.ts";
import { speakerTest } from "./named-speakers.ts";
import { namedFiles } from "./named-transcripts.ts";
import { type Query, readQuery } from "./query.ts";
import { LEXICAL_RANKING, type Ranking, SEMANTIC_RANKING } from "./ranking.ts";
import { readRarity } from "./rarity.ts";
import { type RatedPassage, ratedPassages } from "./rated-passages.ts";
import { type Comparison, rate, type RatedChunk } from "./relevance.ts";
import { requireFiles } from "./resolve-files.ts";
import { unstatedType } from "./unstated-type.ts";

export interface SearchRequest {
  readonly words: string;
  /** Paths or globs of the files to search. Default: all files. */
  readonly files?: readonly string[];
  /** Labels of speakers in any case. Only chunks with a turn of one of them are found. */
  readonly speakers?: readonly string[];
  /** Finds only chunks that have a word of the query. */
  readonly exact?: boolean;
  /** The most hits. Default: at most 10, without hits far below the best. */
  readonly limit?: number;
}

/** What a search found, and what it did not. */
export interface SearchOutcome {
  /** The best first. */
  readonly hits: readonly SearchHit[];
  /**
   * The type of answer that a question demands, if no chunk states it for the question: then the transcripts probably do
   * not answer it. Null for all other queries.
   */
  readonly unstated: AskedType | null;
  /** The passages of the hits and around them, for a choice of sentences by meaning; empty without a model. */
  readonly passages: readonly RatedPassage[];
}

export interface QueryEmbedding {
  /** Null for a query that cannot be embedded, so that only keywords decide. */
  embedQuery(words: string, options: { readonly signal: AbortSignal }): Promise<Float32Array | null>;
}

export interface SearchPorts {
  readonly store: VectorStore;
  /** The model of the store's vectors; null without a model, so that only keywords decide. */
  readonly model: QueryEmbedding | null;
  /** Default: `SEMANTIC_RANKING` for a query with a vector, else `LEXICAL_RANKING`. */
  readonly ranking?: Ranking;
  /** Keeps the sample of the store between searches. Default: read anew. */
  readonly background?: Background;
  /** The chunks that mention entities of the query. Default: none are known. */
  readonly mentions?: () => Promise<EntityMentions>;
}

const DEFAULT_LIMIT = 10;
const NEVER_ABORTED = new AbortController().signal;

/** Without a limit, no hit is shown with less than this share of the best hit's odds; figures in docs/decisions/retrieval.md. */
const RELEVANT_SHARE = 0.1;

/** The least score at which a search found what was asked for: as likely right as wrong. */
export const FOUND_SCORE = 0.5;

/**
 * Finds the best chunks for a query, the best first; ties are ordered by chunk id. Unknown words give an empty list.
 * @throws ColloquyError `invalid-input` for a limit that is not a whole number above 0, and for files of which the index has
 *   none.
 */
export async function searchChunks(
  ports: SearchPorts,
  request: SearchRequest,
  options: ReadOptions,
): Promise<readonly SearchHit[]> {
  return (await searchOutcome(ports, request, options)).hits;
}

/** The hits of `searchChunks` with the type of answer that none of them states. Throws as it does. */
export async function searchOutcome(
  ports: SearchPorts,
  request: SearchRequest,
  options: ReadOptions,
): Promise<SearchOutcome> {
  const { store, model, mentions = async () => new Map() } = ports;
  const { words, limit = DEFAULT_LIMIT, exact = false } = request;
  requireLimit(limit);
  const query = readQuery(words);
  const filter = await chunkFilter(store, request, options);
  if (filter === null || (query.terms.length === 0 && (model === null || exact))) return NOTHING;
  const [comparison, files, mentioned] = await Promise.all([
    readComparison(ports, query, request, options),
    request.files === undefined ? store.files(options).then((all) => namedFiles(words, all)) : [],
    mentions(),
  ]);
  const scope = { filter, files, exact, limit, mentions: mentioned };
  const { read, unread } = await findCandidates(store, comparison, scope, options);
  const rated = rate(read, unread, comparison);
  const shown = request.limit === undefined ? relevant(rated) : rated;
  const found = collapseDuplicates(shown, limit);
  return {
    hits: found.map((chunk) => toHit(chunk, comparison)),
    unstated: unstatedType(words, rated, comparison, files),
    passages: ratedPassages(found, rated, comparison),
  };
}

const NOTHING: SearchOutcome = { hits: [], unstated: null, passages: [] };

function requireLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1) return;
  throw new ColloquyError(
    "invalid-input",
    `Expected the limit of a search to be a whole number above 0, got ${limit}.`,
  );
}

const NO_BACKGROUND: Distribution = { mean: 0, deviation: 1 };

/** What candidates are compared with. */
async function readComparison(
  { store, model, ranking, background = new Background(store) }: SearchPorts,
  query: Query,
  { words, speakers }: SearchRequest,
  options: ReadOptions,
): Promise<Comparison> {
  const { signal = NEVER_ABORTED } = options;
  const [rarity, vector] = await Promise.all([
    readRarity(store, [...new Set(query.terms)], options),
    model === null ? null : model.embedQuery(words, { signal }),
  ]);
  return {
    query,
    vector,
    background: vector === null ? NO_BACKGROUND : await background.distribution(vector, options),
    rarity,
    isRequested: speakerTest(words, speakers),
    filtersBySpeaker: speakers !== undefined,
    ranking: ranking ?? (vector === null ? LEXICAL_RANKING : SEMANTIC_RANKING),
  };
}

/** The chunks whose odds are a relevant share of the best. */
function relevant(chunks: readonly RatedChunk[]): readonly RatedChunk[] {
  const least = (chunks[0]?.logOdds ?? 0) + Math.log(RELEVANT_SHARE);
  return chunks.filter(({ logOdds }) => logOdds >= least);
}

/** Null for files of an empty index. */
async function chunkFilter(
  store: VectorStore,
  { files, speakers }: SearchRequest,
  options: ReadOptions,
): Promise<ChunkFilter | null> {
  const bySpeaker = speakers === undefined ? {} : { speakers };
  if (files === undefined) return bySpeaker;
  const indexed = await store.files(options);
  return indexed.length === 0 ? null : { ...bySpeaker, files: requireFiles(indexed, files) };
}
