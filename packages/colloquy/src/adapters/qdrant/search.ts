import type { Schemas } from "@qdrant/js-client-rest";
import { listFilters } from "../../model/index.ts";
import type { CandidateQuery, ChunkCandidate, ChunkFilter } from "../../ports/index.ts";
import { passageSimilarities } from "../../embedding/index.ts";
import type { TermDimensions } from "../keywords/index.ts";
import type { QdrantConnection } from "./connection.ts";
import { type Filter, passing } from "./filters.ts";
import { KeywordQuery } from "./keyword-query.ts";
import { KEYWORD_VECTOR } from "./keywords.ts";
import { type FoundPoint, idOf, passagesOf, pointId, termCountsOf, toLight } from "./point.ts";
import type { WorkspaceStatistics } from "./statistics.ts";
import { isCut, leastOfMissing, type Ranked, ranked } from "./whole-lists.ts";

/** Chunks of each list requested beyond the limit, to see whether more have the last one's score. */
const MARGIN = 16;
const WIDENING = 4;
/** With more equal scores than this, their order is Qdrant's. */
const MOST_ASKED = 20_000;
/** What a candidate needs: the client takes a microsecond for each value of a reply. */
const LIGHT = ["transcript", "file", "ordinal", "speakers", "exact"];

type Prefetch = Schemas["Prefetch"];
type Query = Pick<Prefetch, "query" | "using">;

/** A query with what it looks for in Qdrant's form. */
interface Asked extends CandidateQuery {
  readonly keywords: KeywordQuery | null;
  readonly signal: AbortSignal | undefined;
}

/** A chunk of the first request: BM25 as `words`, whichever list has it. */
interface Scored extends ChunkCandidate {
  /** By terms with the assumed average length, as Qdrant ranks. */
  readonly byVector: number;
}

/** Searches the chunks of one workspace in a collection. */
export class ChunkSearch {
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  readonly #workspace: string;
  readonly #keywords: TermDimensions;
  readonly #statistics: WorkspaceStatistics;

  constructor(
    connection: QdrantConnection,
    collection: string,
    workspace: string,
    { keywords, statistics }: { readonly keywords: TermDimensions; readonly statistics: WorkspaceStatistics },
  ) {
    this.#connection = connection;
    this.#collection = collection;
    this.#workspace = workspace;
    this.#keywords = keywords;
    this.#statistics = statistics;
  }

  /**
   * One hybrid query: the server takes the best of each list, by terms and by vector, and compares all of them with the
   * vector. A list may be incomplete, because Qdrant does not define the order of equal scores, and ranks by terms with
   * an assumed average length and in single precision. Then the scores of more chunks are requested, and the payloads of
   * those that are chosen.
   */
  async candidates(query: CandidateQuery, signal: AbortSignal | undefined): Promise<readonly ChunkCandidate[]> {
    if (query.limit < 1 || passing(this.#workspace, query.filter) === null) return [];
    const keywords = await KeywordQuery.of(query.terms, this.#keywords, this.#statistics);
    const asked = { ...query, keywords, signal };
    const first = await this.#first(asked);
    const words = new Map<string, number>();
    const nearest = new Set<string>();
    for (const each of listFilters(query)) {
      for (const { id, score } of await this.#matching(first, each, asked)) words.set(id, score);
      for (const { id } of await this.#nearest(first, each, asked)) nearest.add(id);
    }
    const known = new Set(first.map(({ id }) => id));
    const ids = query.beyondTerms?.ids ?? [];
    // With a vector the first request asks for the ids, too.
    const listed = new Set([...words.keys(), ...nearest, ...(query.vector === null ? ids : [])]);
    const further = await this.#read(
      [...listed].filter((id) => !known.has(id)),
      asked,
    );
    const chosen = new Set([...listed, ...ids]);
    return [...first.filter(({ id }) => chosen.has(id)), ...further].map((found) => {
      const { byVector: _, ...chunk } = { byVector: 0, ...found };
      return { ...chunk, words: words.get(chunk.id) ?? 0 };
    });
  }

  /** The chunks of all lists, each compared with the vector; without a vector, with the terms. */
  async #first(asked: Asked): Promise<readonly Scored[]> {
    const { keywords, vector } = asked;
    const prefetch = this.#lists(asked);
    const compared = vector === null ? byTerms(keywords) : byMeaning(vector);
    if (prefetch.length === 0 || compared === null) return [];
    const limit = prefetch.reduce((sum, list) => sum + (list.limit ?? 0), 0);
    const with_payload = { include: [...shownOf(asked), ...(keywords === null ? [] : ["termCounts"])] };
    const points = await this.#query({ ...compared, prefetch, limit, with_payload }, asked);
    return points.map((point) => {
      const chunk = { ...comparedChunk(point, asked), byVector: 0 };
      if (keywords === null) return chunk;
      const counts = termCountsOf(point);
      return { ...chunk, words: keywords.score(counts), byVector: keywords.scoreByVector(counts) };
    });
  }

  #lists(asked: Asked): Prefetch[] {
    const limit = asked.limit + MARGIN;
    const words = byTerms(asked.keywords);
    const meaning = asked.vector === null || asked.beyondTerms === null ? null : byMeaning(asked.vector);
    const lists = listFilters(asked).flatMap((each): Prefetch[] => {
      const filter = passing(this.#workspace, each);
      if (filter === null) return [];
      return [words, meaning].flatMap((query) => (query === null ? [] : [{ ...query, filter, limit }]));
    });
    const filter = this.#withIds(asked.beyondTerms?.ids ?? [], asked.filter);
    if (meaning === null || filter === null) return lists;
    return [...lists, { ...meaning, filter, limit: asked.beyondTerms?.ids.length ?? 0 }];
  }

  /** The best chunks by terms of one list. */
  async #matching(first: readonly Scored[], list: ChunkFilter, asked: Asked): Promise<readonly Ranked[]> {
    const { keywords, limit } = asked;
    const filter = passing(this.#workspace, list);
    if (keywords === null || filter === null) return [];
    const best = ranked(
      within(list, first).flatMap((each) => (each.words > 0 ? [{ ...each, score: each.words }] : [])),
    );
    const least = leastOfMissing(best, keywords, { limit, reach: limit + MARGIN });
    if (least === null) return best.slice(0, limit);
    const with_payload = { include: ["termCounts"] };
    const above = { ...byTerms(keywords), filter, limit: MOST_ASKED, score_threshold: least, with_payload };
    const points = await this.#query(above, asked);
    const scored = points.map((point) => ({ id: idOf(point), score: keywords.score(termCountsOf(point)) }));
    return ranked(scored).slice(0, limit);
  }

  /** The nearest chunks of one list. */
  async #nearest(first: readonly Scored[], list: ChunkFilter, asked: Asked): Promise<readonly Ranked[]> {
    const { vector, beyondTerms, limit } = asked;
    const filter = passing(this.#workspace, list);
    if (vector === null || beyondTerms === null || filter === null) return [];
    let reach = limit + MARGIN;
    let best = ranked(within(list, first).map(({ id, similarity }) => ({ id, score: similarity })));
    while (isCut(best, { limit, reach }) && reach < MOST_ASKED) {
      reach = Math.min(reach * WIDENING, MOST_ASKED);
      const points = await this.#query({ ...byMeaning(vector), filter, limit: reach, with_payload: false }, asked);
      best = ranked(points.map((point) => ({ id: idOf(point), score: point.score })));
    }
    return best.slice(0, limit);
  }

  /** The chunks with these ids that pass the filter of the query. */
  async #read(ids: readonly string[], asked: Asked): Promise<readonly ChunkCandidate[]> {
    const filter = this.#withIds(ids, asked.filter);
    if (filter === null) return [];
    const { vector, signal } = asked;
    const page = { filter, limit: ids.length, with_payload: { include: shownOf(asked) } };
    if (vector !== null) {
      const points = await this.#query({ ...byMeaning(vector), ...page }, asked);
      return points.map((point) => comparedChunk(point, asked));
    }
    const { points } = await this.#connection.call(async (client) => client.scroll(this.#collection, page), signal);
    return points.map((point) => comparedChunk({ ...point, score: 0 }, asked));
  }

  /** Null when nothing can match. */
  #withIds(ids: readonly string[], of: ChunkFilter): Filter | null {
    const valid = ids.map(pointId).filter((id) => id !== null);
    const filter = passing(this.#workspace, of);
    return valid.length === 0 || filter === null ? null : { must: [...filter.must, { has_id: valid }] };
  }

  async #query(request: Schemas["QueryRequest"], { signal }: Asked): Promise<readonly Schemas["ScoredPoint"][]> {
    const { points } = await this.#connection.call(async (client) => client.query(this.#collection, request), signal);
    return points;
  }
}

function byTerms(keywords: KeywordQuery | null): Query | null {
  return keywords === null ? null : { query: keywords.vector, using: KEYWORD_VECTOR };
}

function byMeaning(vector: Float32Array): Query {
  return { query: Array.from(vector) };
}

function shownOf({ vector }: Asked): string[] {
  return vector === null ? LIGHT : [...LIGHT, "passages"];
}

function within({ files }: ChunkFilter, chunks: readonly Scored[]): readonly Scored[] {
  return files === undefined ? chunks : chunks.filter(({ file }) => files.includes(file));
}

function comparedChunk(point: FoundPoint & { readonly score: number }, { vector }: Asked): ChunkCandidate {
  return {
    ...toLight(point),
    words: 0,
    similarity: vector === null ? 0 : point.score,
    passages: vector === null ? [] : passageSimilarities(passagesOf(point) ?? new Uint8Array(), vector),
  };
}
