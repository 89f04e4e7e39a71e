import type { Schemas } from "@qdrant/js-client-rest";
import type { PassageFilter, PassageHit } from "../../ports/index.ts";
import type { QdrantConnection } from "./connection.ts";
import { type Filter, passing } from "./filters.ts";
import { KeywordQuery } from "./keyword-query.ts";
import { KEYWORD_VECTOR, type KeywordVectors } from "./keywords.ts";
import { toPassage } from "./point.ts";
import type { WorkspaceStatistics } from "./statistics.ts";
import { decodeTermCounts } from "./term-counts.ts";

/** How many hits are asked for beyond the limit, to see whether others have the score of the last one. */
const MARGIN = 16;
const WIDENING = 4;
/** Where more than this have one score, which of them come first is Qdrant's choice. */
const MOST_ASKED = 20_000;
/** What no passage is read from: a client takes a microsecond for each value of a reply. */
const BESIDE_PASSAGE = ["vector", "workspace", "passageOf", "speakerKeys", "terms", "termTotal"];
const PASSAGE = { exclude: [...BESIDE_PASSAGE, "termCounts"] };
const SCORED_PASSAGE = { exclude: BESIDE_PASSAGE };
const COUNTS = { include: ["termCounts"] };

type Query = Pick<Schemas["QueryRequest"], "query" | "using" | "score_threshold"> & { readonly filter: Filter };
type Point = Schemas["ScoredPoint"];

export interface SearchOptions {
  readonly limit: number;
  readonly filter: PassageFilter;
}

/** Searches the passages of one workspace in a collection. */
export class PassageSearch {
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  readonly #workspace: string;
  readonly #keywords: KeywordVectors;
  readonly #statistics: WorkspaceStatistics;

  constructor(
    connection: QdrantConnection,
    collection: string,
    workspace: string,
    { keywords, statistics }: { readonly keywords: KeywordVectors; readonly statistics: WorkspaceStatistics },
  ) {
    this.#connection = connection;
    this.#collection = collection;
    this.#workspace = workspace;
    this.#keywords = keywords;
    this.#statistics = statistics;
  }

  /** Qdrant leaves open which of equal scores come first, so all that share the last one's are asked for. */
  async nearest(vector: Float32Array, { limit, filter }: SearchOptions): Promise<readonly PassageHit[]> {
    const condition = passing(this.#workspace, filter);
    if (condition === null || limit < 1) return [];
    const query = { query: Array.from(vector), filter: condition };
    let asked = limit + MARGIN;
    let points = await this.#query(query, asked, PASSAGE);
    while (points.length === asked && points.at(-1)?.score === points[limit - 1]?.score && asked < MOST_ASKED) {
      asked = Math.min(asked * WIDENING, MOST_ASKED);
      points = await this.#query(query, asked, false);
    }
    return this.#hits(best(points, limit));
  }

  /**
   * By BM25. Qdrant ranks with an assumed average length of passages and in single precision, so its best are scored
   * again; where a passage that it ranks lower could score as high as the last one, all such passages are asked for.
   */
  async matching(terms: readonly string[], { limit, filter }: SearchOptions): Promise<readonly PassageHit[]> {
    const condition = passing(this.#workspace, filter);
    if (condition === null || limit < 1) return [];
    const keywords = await KeywordQuery.of(terms, this.#keywords, this.#statistics);
    if (keywords === null) return [];
    const query = { query: keywords.vector, using: KEYWORD_VECTOR, filter: condition };
    const asked = limit + MARGIN;
    const ranked = await this.#query(query, asked, SCORED_PASSAGE);
    const found = best(
      ranked.map((point) => scoredAgain(point, keywords)),
      limit,
    );
    const least = keywords.leastByVector(found.at(-1)?.score ?? 0);
    if (ranked.length < asked || (ranked.at(-1)?.score ?? 0) < least) return this.#hits(found);

    const candidates = await this.#query({ ...query, score_threshold: least }, MOST_ASKED, COUNTS);
    const known = new Map(ranked.map((point) => [point.id, point.payload]));
    const rescored = best(
      candidates.map((point) => scoredAgain(point, keywords)),
      limit,
    );
    return this.#hits(rescored.map((point) => ({ ...point, payload: known.get(point.id) ?? null })));
  }

  async #query(query: Query, limit: number, with_payload: Schemas["WithPayloadInterface"]): Promise<Point[]> {
    const { points } = await this.#connection.call(async (client) =>
      client.query(this.#collection, { ...query, limit, with_payload }),
    );
    return points;
  }

  async #hits(points: readonly Point[]): Promise<PassageHit[]> {
    const payloads = await this.#payloadsOf(points.filter(({ payload }) => !payload).map(({ id }) => id));
    return points.flatMap((point) => {
      const payload = point.payload ?? payloads.get(point.id);
      // A point that went away in between has none.
      return payload ? [{ row: toPassage({ ...point, payload }), score: point.score }] : [];
    });
  }

  async #payloadsOf(ids: readonly Point["id"][]): Promise<ReadonlyMap<Point["id"], Point["payload"]>> {
    if (ids.length === 0) return new Map();
    const records = await this.#connection.call(async (client) =>
      client.retrieve(this.#collection, { ids: [...ids], with_payload: PASSAGE }),
    );
    return new Map(records.map(({ id, payload }) => [id, payload]));
  }
}

/** A point of which somebody took the counts away keeps Qdrant's score. */
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
