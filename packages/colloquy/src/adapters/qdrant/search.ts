import type { Schemas } from "@qdrant/js-client-rest";
import { listFilters } from "../../model/index.ts";
import type { CandidateQuery, ChunkCandidate } from "../../ports/index.ts";
import { passageSimilarities } from "../../embedding/index.ts";
import type { TermDimensions } from "../keywords/index.ts";
import type { QdrantConnection } from "./connection.ts";
import { decodeTermCounts } from "./encoded-term-counts.ts";
import { passing } from "./filters.ts";
import { KeywordQuery } from "./keyword-query.ts";
import { KEYWORD_VECTOR } from "./keywords.ts";
import { passagesOf, pointId, toLight } from "./point.ts";
import type { WorkspaceStatistics } from "./statistics.ts";

/** Chunks of each list requested beyond the limit, to see whether more have the last one's score. */
const MARGIN = 16;
const WIDENING = 4;
/** With more equal scores than this, their order is Qdrant's. */
const MOST_ASKED = 20_000;
/** What a candidate needs: the client takes a microsecond for each value of a reply. */
const LIGHT = ["transcript", "file", "ordinal", "speakers", "exact", "termCounts"];

type Prefetch = Schemas["Prefetch"];
type Query = Pick<Schemas["Prefetch"], "query" | "using">;

/** How many chunks of each list are requested. */
interface Reach {
  readonly matching: { readonly limit: number; readonly score_threshold?: number };
  readonly nearest: { readonly limit: number };
}

/** A candidate with all its scores, before it is known which lists have it. */
interface Scored extends ChunkCandidate {
  /** By terms with the assumed average length, as Qdrant ranks. */
  readonly byVector: number;
}

/** The chunks of a list that were returned, the best first. */
interface List {
  readonly byWords: readonly Scored[];
  readonly bySimilarity: readonly Scored[];
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
   * vector. Another one follows if a list may be incomplete, because Qdrant does not define the order of equal scores, and
   * ranks by terms with an assumed average length and in single precision.
   */
  async candidates(query: CandidateQuery, signal: AbortSignal | undefined): Promise<readonly ChunkCandidate[]> {
    if (query.limit < 1 || passing(this.#workspace, query.filter) === null) return [];
    const keywords = await KeywordQuery.of(query.terms, this.#keywords, this.#statistics);
    const { limit } = query;
    let reach: Reach = { matching: { limit: limit + MARGIN }, nearest: { limit: limit + MARGIN } };
    for (;;) {
      const scored = await this.#request(query, keywords, reach, signal);
      const lists = listFilters(query).map(({ files }) => listOf(scored, files));
      const matching = keywords === null ? reach.matching : wholeMatching(lists, keywords, reach.matching, limit);
      const nearest = query.beyondTerms === null ? reach.nearest : wholeNearest(lists, reach.nearest, limit);
      if (matching === reach.matching && nearest === reach.nearest) return candidatesOf(lists, query);
      reach = { matching, nearest };
    }
  }

  /** The chunks of all lists, each compared with the vector; without a vector, with the terms. */
  async #request(
    query: CandidateQuery,
    keywords: KeywordQuery | null,
    reach: Reach,
    signal: AbortSignal | undefined,
  ): Promise<readonly Scored[]> {
    const byTerms: Query | null = keywords === null ? null : { query: keywords.vector, using: KEYWORD_VECTOR };
    const byVector: Query | null = query.vector === null ? null : { query: Array.from(query.vector) };
    const prefetch = this.#lists(query, { byTerms, byVector }, reach);
    const compared = byVector ?? byTerms;
    if (prefetch.length === 0 || compared === null) return [];
    const limit = prefetch.reduce((sum, list) => sum + (list.limit ?? 0), 0);
    const with_payload = { include: query.vector === null ? LIGHT : [...LIGHT, "passages"] };
    const { points } = await this.#connection.call(
      async (client) => client.query(this.#collection, { ...compared, prefetch, limit, with_payload }),
      signal,
    );
    return points.map((point) => {
      const counts = decodeTermCounts(point.payload?.["termCounts"]);
      return {
        ...toLight(point),
        words: counts === null ? 0 : (keywords?.score(counts) ?? 0),
        byVector: counts === null ? 0 : (keywords?.scoreByVector(counts) ?? 0),
        similarity: byVector === null ? 0 : point.score,
        passages: query.vector === null ? [] : passageSimilarities(passagesOf(point) ?? new Uint8Array(), query.vector),
      };
    });
  }

  #lists(
    query: CandidateQuery,
    { byTerms, byVector }: { readonly byTerms: Query | null; readonly byVector: Query | null },
    { matching, nearest }: Reach,
  ): Prefetch[] {
    const lists = listFilters(query).flatMap((each): Prefetch[] => {
      const filter = passing(this.#workspace, each);
      if (filter === null) return [];
      return [
        ...(byTerms === null ? [] : [{ ...byTerms, ...matching, filter }]),
        ...(byVector === null || query.beyondTerms === null ? [] : [{ ...byVector, ...nearest, filter }]),
      ];
    });
    const ids = (query.beyondTerms?.ids ?? []).map(pointId).filter((id) => id !== null);
    const filter = passing(this.#workspace, query.filter);
    if (ids.length === 0 || byVector === null || filter === null) return lists;
    return [...lists, { ...byVector, filter: { must: [...filter.must, { has_id: ids }] }, limit: ids.length }];
  }
}

function listOf(scored: readonly Scored[], files: readonly string[] | undefined): List {
  const own = files === undefined ? scored : scored.filter(({ file }) => files.includes(file));
  return {
    byWords: own.filter(({ words }) => words > 0).toSorted((one, other) => other.words - one.words || byId(one, other)),
    bySimilarity: own.toSorted((one, other) => other.similarity - one.similarity || byId(one, other)),
  };
}

/**
 * The same reach if the lists by terms are complete. If a chunk that Qdrant ranks lower could be in one, the reach of all
 * such chunks.
 */
function wholeMatching(
  lists: readonly List[],
  keywords: KeywordQuery,
  reach: Reach["matching"],
  limit: number,
): Reach["matching"] {
  if (reach.score_threshold !== undefined) return reach;
  const incomplete = lists.flatMap(({ byWords }) => {
    if (byWords.length < reach.limit) return [];
    const least = keywords.leastByVector(byWords[limit - 1]?.words ?? 0);
    const last = byWords.map(({ byVector }) => byVector).toSorted((one, other) => other - one)[reach.limit - 1] ?? 0;
    return last < least ? [] : [least];
  });
  return incomplete.length === 0 ? reach : { limit: MOST_ASKED, score_threshold: Math.min(...incomplete) };
}

/** The same reach if the lists by vector are complete; a larger one if more chunks may have the last one's similarity. */
function wholeNearest(lists: readonly List[], reach: Reach["nearest"], limit: number): Reach["nearest"] {
  const isCut = lists.some(({ bySimilarity: all }) => {
    const last = all[reach.limit - 1];
    return last !== undefined && last.similarity === all[limit - 1]?.similarity;
  });
  return isCut && reach.limit < MOST_ASKED ? { limit: Math.min(reach.limit * WIDENING, MOST_ASKED) } : reach;
}

/** The chunks of the lists as far as the limit, and those asked for by id. */
function candidatesOf(lists: readonly List[], { limit, beyondTerms }: CandidateQuery): readonly ChunkCandidate[] {
  const byWords = new Set(lists.flatMap((list) => list.byWords.slice(0, limit)));
  const ids = new Set(beyondTerms?.ids);
  const beyond =
    beyondTerms === null
      ? []
      : lists.flatMap(({ bySimilarity: all }) => [...all.slice(0, limit), ...all.filter(({ id }) => ids.has(id))]);
  return [...new Set([...byWords, ...beyond])].map((found) => {
    const { byVector: _, words, ...chunk } = found;
    return { ...chunk, words: byWords.has(found) ? words : 0 };
  });
}

function byId(one: ChunkCandidate, other: ChunkCandidate): number {
  return one.id < other.id ? -1 : 1;
}
