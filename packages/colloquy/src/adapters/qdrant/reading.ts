import type { Schemas } from "@qdrant/js-client-rest";
import { compareText, type VectorRow } from "../../model/index.ts";
import type { DamagedRow, IndexedChunk, ReadOptions } from "../../ports/index.ts";
import { type QdrantConnection, wasAnswered } from "./connection.ts";
import { aroundOrdinals, type Filter, inFile, ofWorkspace } from "./filters.ts";
import { KEYWORD_VECTOR } from "./keywords.ts";
import { checkedRow, type Expected } from "./point-check.ts";
import { fileOf, OWNER_FIELD, pointId, toChunk, toRow } from "./point.ts";

const ROWS_A_PAGE = 100;
const CHUNKS_A_PAGE = 1_000;
/** More files than a workspace can have. */
const ALL_FILES = 1_000_000;
/** Payload fields that no chunk needs: the client takes a microsecond for each value of a reply. */
const BESIDE_CHUNK = ["vector", "passages", "workspace", "speakerKeys", "terms", "termCounts", "termTotal"];
/** Replaces text that UTF-8 cannot hold. */
const REPLACEMENT = "\ufffd";

type Found = Schemas["Record"];
type Parts = Pick<Schemas["ScrollRequest"], "with_payload" | "with_vector" | "limit">;

/** Reads the chunks of one workspace from a collection. */
export class ChunkReader {
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  readonly #workspace: string;

  constructor(connection: QdrantConnection, collection: string, workspace: string) {
    this.#connection = connection;
    this.#collection = collection;
    this.#workspace = workspace;
  }

  /** Qdrant lists points in the order of their ids. */
  async *rows(signal?: AbortSignal): AsyncGenerator<readonly VectorRow[]> {
    const parts = { with_payload: { exclude: ["terms", "termCounts"] }, with_vector: [""], limit: ROWS_A_PAGE };
    for await (const points of this.#pagesIfAny(parts, signal)) yield points.map(toRow);
  }

  /** As `rows`, and compares the fields that searches use with each row. */
  async *checkedRows(
    how: Omit<Expected, "workspace">,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly (VectorRow | DamagedRow)[]> {
    const expected = { workspace: this.#workspace, ...how };
    const parts = { with_payload: true, with_vector: ["", KEYWORD_VECTOR], limit: ROWS_A_PAGE };
    for await (const points of this.#pagesIfAny(parts, signal)) {
      yield points.map((point) => checkedRow(point, expected));
    }
  }

  /** The server counts the values of an indexed field, so no points are read. */
  async files(): Promise<readonly string[]> {
    const { hits } = await this.#connection.call(async (client) =>
      client.facet(this.#collection, { key: "file", filter: ofWorkspace(this.#workspace), limit: ALL_FILES }),
    );
    const files = new Set<string>();
    for (const { value } of hits) {
      const file = String(value);
      if (file.includes(REPLACEMENT)) for (const exact of await this.#filesShownAs(file)) files.add(exact);
      else files.add(file);
    }
    return [...files].sort(compareText);
  }

  /** Two requests, or more when pages are full: the chunks of the ids, then the chunks around them if any are wanted. */
  async neighbours(
    ids: readonly string[],
    { before, after, signal }: ReadOptions & { readonly before: number; readonly after: number },
  ): Promise<readonly (readonly IndexedChunk[])[]> {
    const points = [...new Set(ids.map(pointId))].filter((id) => id !== null);
    if (points.length === 0) return ids.map(() => []);
    const middles = new Map<string, IndexedChunk>();
    for (const chunk of await this.#retrieved(points, signal)) middles.set(chunk.id, chunk);
    if (middles.size === 0 || (before === 0 && after === 0)) return ids.map((id) => [middles.get(id) ?? []].flat());
    const ranges = [...middles.values()].map(({ transcript, ordinal }) => ({
      transcript,
      from: ordinal - before,
      to: ordinal + after,
    }));
    const around = await this.#chunks(aroundOrdinals(this.#workspace, ranges), signal);
    around.sort((left, right) => left.ordinal - right.ordinal || (left.id < right.id ? -1 : 1));
    return ids.map((id) => {
      const middle = middles.get(id);
      if (middle === undefined) return [];
      return around.filter(
        ({ transcript, ordinal }) =>
          transcript === middle.transcript && ordinal >= middle.ordinal - before && ordinal <= middle.ordinal + after,
      );
    });
  }

  /** By ids, which is faster than by a filter. A point of another workspace, or of none, counts as unknown. */
  async #retrieved(
    ids: readonly (string | number)[],
    signal: AbortSignal | undefined,
  ): Promise<readonly IndexedChunk[]> {
    const records = await this.#connection.call(
      async (client) => client.retrieve(this.#collection, { ids: [...ids], with_payload: { exclude: BESIDE_CHUNK } }),
      signal,
    );
    return records.filter(({ payload }) => payload?.[OWNER_FIELD] === this.#workspace).map(toChunk);
  }

  async #chunks(filter: Filter, signal: AbortSignal | undefined): Promise<IndexedChunk[]> {
    const chunks: IndexedChunk[] = [];
    const parts = { with_payload: { exclude: BESIDE_CHUNK }, limit: CHUNKS_A_PAGE };
    for await (const points of this.#pages(filter, parts, signal)) chunks.push(...points.map(toChunk));
    return chunks;
  }

  async #filesShownAs(shown: string): Promise<ReadonlySet<string>> {
    const files = new Set<string>();
    const parts = { with_payload: { include: ["file", "exact"] }, limit: CHUNKS_A_PAGE };
    for await (const points of this.#pages(inFile(this.#workspace, shown), parts)) {
      for (const point of points) files.add(fileOf(point));
    }
    return files;
  }

  /** A missing collection has no pages. */
  async *#pagesIfAny(parts: Parts, signal: AbortSignal | undefined): AsyncGenerator<readonly Found[]> {
    try {
      yield* this.#pages(ofWorkspace(this.#workspace), parts, signal);
    } catch (error) {
      if (!wasAnswered(error, 404)) throw error;
    }
  }

  async *#pages(filter: Filter, parts: Parts, signal?: AbortSignal): AsyncGenerator<readonly Found[]> {
    let offset: Schemas["ExtendedPointId"] | undefined;
    do {
      const from = offset === undefined ? {} : { offset };
      const page = await this.#connection.call(
        async (client) => client.scroll(this.#collection, { filter, ...parts, ...from }),
        signal,
      );
      if (page.points.length > 0) yield page.points;
      const next = page.next_page_offset;
      offset = typeof next === "string" || typeof next === "number" ? next : undefined;
    } while (offset !== undefined);
  }
}
