import type { Schemas } from "@qdrant/js-client-rest";
import type { ChunkFilter, ChunkHit, ReadOptions } from "../../ports/index.ts";
import type { TermDimensions } from "../keywords/index.ts";
import type { QdrantConnection } from "./connection.ts";
import { decodeTermCounts } from "./encoded-term-counts.ts";
import { type Filter, passing } from "./filters.ts";
import { KeywordQuery } from "./keyword-query.ts";
import { KEYWORD_VECTOR } from "./keywords.ts";
import { OWNER_FIELD, toChunk } from "./point.ts";
import type { WorkspaceStatistics } from "./statistics.ts";

/** Hits requested beyond the limit, to see whether more have the last one's score. */
const MARGIN = 16;
const WIDENING = 4;
/** With more equal scores than this, their order is Qdrant's. */
const MOST_ASKED = 20_000;
/** Payload fields that no chunk needs: the client takes a microsecond for each value of a reply. */
const BESIDE_CHUNK = ["vector", "passages", "workspace", OWNER_FIELD, "speakerKeys", "terms", "termTotal"];
const CHUNK = { exclude: [...BESIDE_CHUNK, "termCounts"] };
const SCORED_CHUNK = { exclude: BESIDE_CHUNK };
const COUNTS = { include: ["termCounts"] };

type Query = Pick<Schemas["QueryRequest"], "query" | "using" | "score_threshold"> & { readonly filter: Filter };
type Point = Schemas["ScoredPoint"];

export interface SearchOptions extends ReadOptions {
  readonly limit: number;
  readonly filter: ChunkFilter;
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

  /** Qdrant does not define the order of equal scores, so all chunks with the last score are requested. */
  async nearest(vector: Float32Array, { limit, filter, signal }: SearchOptions): Promise<readonly ChunkHit[]> {
    const condition = passing(this.#workspace, filter);
    if (condition === null || limit < 1) return [];
    const query = { query: Array.from(vector), filter: condition };
    let asked = limit + MARGIN;
    let points = await this.#query(query, asked, CHUNK, signal);
    while (points.length === asked && points.at(-1)?.score === points[limit - 1]?.score && asked < MOST_ASKED) {
      asked = Math.min(asked * WIDENING, MOST_ASKED);
      points = await this.#query(query, asked, false, signal);
    }
    return this.#hits(best(points, limit), signal);
  }

  /**
   * Scores by BM25. Qdrant ranks with an assumed average length and in single precision, so its best chunks are scored
   * again. If a chunk that it ranks lower could reach the last score, all such chunks are requested.
   */
  async matching(terms: readonly string[], { limit, filter, signal }: SearchOptions): Promise<readonly ChunkHit[]> {
    const condition = passing(this.#workspace, filter);
    if (condition === null || limit < 1) return [];
    const keywords = await KeywordQuery.of(terms, this.#keywords, this.#statistics);
    if (keywords === null) return [];
    const query = { query: keywords.vector, using: KEYWORD_VECTOR, filter: condition };
    const asked = limit + MARGIN;
    const ranked = await this.#query(query, asked, SCORED_CHUNK, signal);
    const found = best(
      ranked.map((point) => scoredAgain(point, keywords)),
      limit,
    );
    const least = keywords.leastByVector(found.at(-1)?.score ?? 0);
    if (ranked.length < asked || (ranked.at(-1)?.score ?? 0) < least) return this.#hits(found, signal);

    const candidates = await this.#query({ ...query, score_threshold: least }, MOST_ASKED, COUNTS, signal);
    const known = new Map(ranked.map((point) => [point.id, point.payload]));
    const rescored = best(
      candidates.map((point) => scoredAgain(point, keywords)),
      limit,
    );
    return this.#hits(
      rescored.map((point) => ({ ...point, payload: known.get(point.id) ?? null })),
      signal,
    );
  }

  async #query(
    query: Query,
    limit: number,
    with_payload: Schemas["WithPayloadInterface"],
    signal: AbortSignal | undefined,
  ): Promise<Point[]> {
    const { points } = await this.#connection.call(
      async (client) => client.query(this.#collection, { ...query, limit, with_payload }),
      signal,
    );
    return points;
  }

  async #hits(points: readonly Point[], signal: AbortSignal | undefined): Promise<ChunkHit[]> {
    const bare = points.filter(({ payload }) => !payload).map(({ id }) => id);
    const payloads = await this.#payloadsOf(bare, signal);
    return points.flatMap((point) => {
      const payload = point.payload ?? payloads.get(point.id);
      // A point that was removed in between has no payload.
      return payload ? [{ row: toChunk({ ...point, payload }), score: point.score }] : [];
    });
  }

  async #payloadsOf(
    ids: readonly Point["id"][],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<Point["id"], Point["payload"]>> {
    if (ids.length === 0) return new Map();
    const records = await this.#connection.call(
      async (client) => client.retrieve(this.#collection, { ids: [...ids], with_payload: CHUNK }),
      signal,
    );
    return new Map(records.map(({ id, payload }) => [id, payload]));
  }
}

/** A point without counts keeps Qdrant's score. */
function scoredAgain(point: Point, keywords: KeywordQuery): Point {
  const counts = decodeTermCounts(point.payload?.["termCounts"]);
  return counts === null ? point : { ...point, score: keywords.score(counts) };
}

function best(points: readonly Point[], limit: number): Point[] {
  return points.toSorted(byScoreAndId).slice(0, limit);
}

function byScoreAndId(left: Point, right: Point): number {
  return right.score - left.score || (left.id < right.id ? -1 : 1);
}
