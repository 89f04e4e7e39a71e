import type { Schemas } from "@qdrant/js-client-rest";
import type { PassageFilter, PassageHit } from "../../ports/index.ts";
import type { QdrantConnection } from "./connection.ts";
import { passing } from "./filters.ts";
import { KEYWORD_VECTOR, type KeywordVectors } from "./keywords.ts";
import { toPassage } from "./point.ts";

/** How many hits are asked for beyond the limit, to see whether others have the score of the last one. */
const MARGIN = 16;
const WIDENING = 4;
/** Where more than this have one score, which of them come first is Qdrant's choice. */
const MOST_ASKED = 20_000;
const PAYLOAD = { exclude: ["vector"] };

type Query = Pick<Schemas["QueryRequest"], "query" | "using"> & { readonly filter: Schemas["Filter"] };
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

  constructor(connection: QdrantConnection, collection: string, workspace: string, keywords: KeywordVectors) {
    this.#connection = connection;
    this.#collection = collection;
    this.#workspace = workspace;
    this.#keywords = keywords;
  }

  async nearest(vector: Float32Array, { limit, filter }: SearchOptions): Promise<readonly PassageHit[]> {
    const condition = passing(this.#workspace, filter);
    return condition === null ? [] : this.#best({ query: Array.from(vector), filter: condition }, limit);
  }

  async matching(terms: readonly string[], { limit, filter }: SearchOptions): Promise<readonly PassageHit[]> {
    const condition = passing(this.#workspace, filter);
    const query = this.#keywords.ofQuery(terms);
    if (condition === null || query === null) return [];
    return this.#best({ query, using: KEYWORD_VECTOR, filter: condition }, limit);
  }

  /** Qdrant leaves open which of equal scores come first, so all that share the last one's are asked for. */
  async #best(query: Query, limit: number): Promise<PassageHit[]> {
    if (limit < 1) return [];
    let asked = limit + MARGIN;
    let points = await this.#query(query, asked, PAYLOAD);
    while (points.length === asked && points.at(-1)?.score === points[limit - 1]?.score && asked < MOST_ASKED) {
      asked = Math.min(asked * WIDENING, MOST_ASKED);
      points = await this.#query(query, asked, false);
    }
    const best = points.toSorted(byScoreAndId).slice(0, limit);
    const filled = asked === limit + MARGIN ? best : await this.#fill(best);
    return filled.map((point) => ({ row: toPassage(point), score: point.score }));
  }

  async #query(query: Query, limit: number, with_payload: Schemas["WithPayloadInterface"]): Promise<Point[]> {
    const { points } = await this.#connection.call(async (client) =>
      client.query(this.#collection, { ...query, limit, with_payload }),
    );
    return points;
  }

  async #fill(points: readonly Point[]): Promise<Point[]> {
    const ids = points.map(({ id }) => id);
    const records = await this.#connection.call(async (client) =>
      client.retrieve(this.#collection, { ids, with_payload: PAYLOAD }),
    );
    const payloads = new Map(records.map(({ id, payload }) => [id, payload]));
    // A point that went away in between has no record.
    return points.flatMap((point) => {
      const payload = payloads.get(point.id);
      return payload === undefined ? [] : [{ ...point, payload }];
    });
  }
}

function byScoreAndId(left: Point, right: Point): number {
  return right.score - left.score || (left.id < right.id ? -1 : 1);
}
