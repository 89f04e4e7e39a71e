import type { Schemas } from "@qdrant/js-client-rest";
import type { VectorRow } from "../../model/index.ts";
import { type QdrantConnection, wasAnswered } from "./connection.ts";
import { betweenOrdinals, type Filter, ofWorkspace } from "./filters.ts";
import { fileOf, type PassageRow, toPassage, toRow } from "./point.ts";

const ROWS_A_PAGE = 100;
const PASSAGES_A_PAGE = 1_000;
const FILES_A_PAGE = 5_000;

type Found = Schemas["Record"];
type Parts = Pick<Schemas["ScrollRequest"], "with_payload" | "with_vector" | "limit">;

/** Reads the passages of one workspace in a collection. */
export class PassageReader {
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  readonly #workspace: string;

  constructor(connection: QdrantConnection, collection: string, workspace: string) {
    this.#connection = connection;
    this.#collection = collection;
    this.#workspace = workspace;
  }

  async count(): Promise<number> {
    const filter = ofWorkspace(this.#workspace);
    const { count } = await this.#connection.call(async (client) =>
      client.count(this.#collection, { filter, exact: true }),
    );
    return count;
  }

  /** Qdrant lists points in the order of their ids. */
  async *rows(): AsyncGenerator<readonly VectorRow[]> {
    const parts = { with_payload: true, with_vector: [""], limit: ROWS_A_PAGE };
    try {
      for await (const points of this.#pages(ofWorkspace(this.#workspace), parts)) yield points.map(toRow);
    } catch (error) {
      if (!wasAnswered(error, 404)) throw error;
    }
  }

  async files(): Promise<readonly string[]> {
    const files = new Set<string>();
    const parts = { with_payload: { include: ["file", "exact"] }, limit: FILES_A_PAGE };
    for await (const points of this.#pages(ofWorkspace(this.#workspace), parts)) {
      for (const point of points) files.add(fileOf(point));
    }
    return [...files].sort(compareFiles);
  }

  async neighbours(transcript: string, from: number, to: number): Promise<readonly PassageRow[]> {
    if (!(from <= to)) return [];
    const passages: PassageRow[] = [];
    const parts = { with_payload: { exclude: ["vector"] }, limit: PASSAGES_A_PAGE };
    const filter = betweenOrdinals(this.#workspace, transcript, from, to);
    for await (const points of this.#pages(filter, parts)) passages.push(...points.map(toPassage));
    return passages.sort((left, right) => left.ordinal - right.ordinal || (left.id < right.id ? -1 : 1));
  }

  async *#pages(filter: Filter, parts: Parts): AsyncGenerator<readonly Found[]> {
    let offset: Schemas["ExtendedPointId"] | undefined;
    do {
      const from = offset === undefined ? {} : { offset };
      const page = await this.#connection.call(async (client) =>
        client.scroll(this.#collection, { filter, ...parts, ...from }),
      );
      if (page.points.length > 0) yield page.points;
      const next = page.next_page_offset;
      offset = typeof next === "string" || typeof next === "number" ? next : undefined;
    } while (offset !== undefined);
  }
}

/** By code point; what is not well-formed comes last, as in the embedded store. */
function compareFiles(left: string, right: string): number {
  if (left.isWellFormed() !== right.isWellFormed()) return left.isWellFormed() ? -1 : 1;
  const encoding = left.isWellFormed() ? "utf8" : "utf16le";
  return Buffer.compare(Buffer.from(left, encoding), Buffer.from(right, encoding));
}
