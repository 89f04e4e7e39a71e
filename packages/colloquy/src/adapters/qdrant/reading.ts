import type { Schemas } from "@qdrant/js-client-rest";
import type { VectorRow } from "../../model/index.ts";
import type { DamagedRow } from "../../ports/index.ts";
import { type QdrantConnection, wasAnswered } from "./connection.ts";
import { betweenOrdinals, type Filter, inFile, ofWorkspace } from "./filters.ts";
import { KEYWORD_VECTOR } from "./keywords.ts";
import { checkedRow, type Expected } from "./point-check.ts";
import { fileOf, type PassageRow, toPassage, toRow } from "./point.ts";

const ROWS_A_PAGE = 100;
const PASSAGES_A_PAGE = 1_000;
/** More than a workspace can have. */
const ALL_FILES = 1_000_000;
/** What stands in the place of text that UTF-8 cannot hold. */
const REPLACEMENT = "\ufffd";

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

  /** Qdrant lists points in the order of their ids. */
  async *rows(): AsyncGenerator<readonly VectorRow[]> {
    const parts = { with_payload: { exclude: ["terms", "termCounts"] }, with_vector: [""], limit: ROWS_A_PAGE };
    for await (const points of this.#pagesIfAny(parts)) yield points.map(toRow);
  }

  /** As `rows`, and compares what searches use of each point with its row. */
  async *checkedRows(how: Omit<Expected, "workspace">): AsyncGenerator<readonly (VectorRow | DamagedRow)[]> {
    const expected = { workspace: this.#workspace, ...how };
    const parts = { with_payload: true, with_vector: ["", KEYWORD_VECTOR], limit: ROWS_A_PAGE };
    for await (const points of this.#pagesIfAny(parts)) {
      yield points.map((point) => checkedRow(point, expected));
    }
  }

  /** The server counts the values of a field that has an index, so that no points are read. */
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
    return [...files].sort(compareFiles);
  }

  async neighbours(transcript: string, from: number, to: number): Promise<readonly PassageRow[]> {
    if (!(from <= to)) return [];
    const passages: PassageRow[] = [];
    const parts = { with_payload: { exclude: ["vector", "terms", "termCounts"] }, limit: PASSAGES_A_PAGE };
    const filter = betweenOrdinals(this.#workspace, transcript, from, to);
    for await (const points of this.#pages(filter, parts)) passages.push(...points.map(toPassage));
    return passages.sort((left, right) => left.ordinal - right.ordinal || (left.id < right.id ? -1 : 1));
  }

  async #filesShownAs(shown: string): Promise<ReadonlySet<string>> {
    const files = new Set<string>();
    const parts = { with_payload: { include: ["file", "exact"] }, limit: PASSAGES_A_PAGE };
    for await (const points of this.#pages(inFile(this.#workspace, shown), parts)) {
      for (const point of points) files.add(fileOf(point));
    }
    return files;
  }

  /** A collection that is not there has no pages. */
  async *#pagesIfAny(parts: Parts): AsyncGenerator<readonly Found[]> {
    try {
      yield* this.#pages(ofWorkspace(this.#workspace), parts);
    } catch (error) {
      if (!wasAnswered(error, 404)) throw error;
    }
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
