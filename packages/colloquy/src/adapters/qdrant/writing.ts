import { setImmediate as otherWork } from "node:timers/promises";
import { ColloquyError } from "../../model/index.ts";
import type { ChunkWithTerms } from "../../ports/index.ts";
import type { TermDimensions } from "../keywords/index.ts";
import type { Vectors } from "./collection-shape.ts";
import type { QdrantConnection } from "./connection.ts";
import { ofWorkspace, withIds } from "./filters.ts";
import { pointId, takenId, toPoint } from "./point.ts";
import { RequestQueue } from "./request-queue.ts";

const POINTS_A_REQUEST = 256;
const REQUESTS_AT_ONCE = 4;
const IDS_A_REQUEST = 1_000;
/** Qdrant's limit is 32 MiB; a vector's number takes up to 22 characters, a letter of a text up to 6 bytes. */
const BYTES_A_REQUEST = 24 * 1024 * 1024;
const BYTES_A_NUMBER = 28;
const BYTES_A_LETTER = 6;

/**
 * Writes and removes the chunks of one workspace in a collection. `upsert` returns while its last requests are in
 * flight, so the server works while the next chunks are read and encoded. All later calls wait.
 */
export class ChunkWriter {
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  readonly #workspace: string;
  readonly #keywords: TermDimensions;
  readonly #queue = new RequestQueue(REQUESTS_AT_ONCE);
  readonly #inFlight = new Set<string>();

  constructor(connection: QdrantConnection, collection: string, workspace: string, keywords: TermDimensions) {
    this.#connection = connection;
    this.#collection = collection;
    this.#workspace = workspace;
    this.#keywords = keywords;
  }

  /** @throws ColloquyError `store` also when an earlier call could not write. */
  async upsert(chunks: readonly ChunkWithTerms[], assumedLength: number): Promise<void> {
    // Two values of one chunk must arrive in order.
    if (chunks.some(({ row }) => this.#inFlight.has(row.id))) await this.settled();
    for (const request of requestsOf(chunks)) await this.#queue.start(async () => this.#send(request, assumedLength));
  }

  /**
   * Waits until everything is written.
   * @throws as `upsert` does.
   */
  async settled(): Promise<void> {
    await this.#queue.settled();
  }

  async remove(ids: readonly string[]): Promise<void> {
    const points = ids.map(pointId).filter((id) => id !== null);
    for (let at = 0; at < points.length; at += IDS_A_REQUEST) {
      await this.#delete(withIds(this.#workspace, points.slice(at, at + IDS_A_REQUEST)));
    }
  }

  async clear(): Promise<void> {
    await this.#delete(ofWorkspace(this.#workspace));
  }

  async #send(chunks: readonly ChunkWithTerms[], assumedLength: number): Promise<void> {
    for (const { row } of chunks) this.#inFlight.add(row.id);
    try {
      // Encoding blocks the thread: encoded requests are sent first.
      await otherWork();
      const points = chunks.map(({ row, terms }) =>
        toPoint(this.#workspace, row, { terms: this.#keywords.countsOf(terms), assumedLength }),
      );
      await this.#connection.call(async (client) => client.upsert(this.#collection, { points, wait: true }));
    } finally {
      for (const { row } of chunks) this.#inFlight.delete(row.id);
    }
  }

  async #delete(filter: ReturnType<typeof ofWorkspace>): Promise<void> {
    await this.#connection.call(async (client) => client.delete(this.#collection, { filter, wait: true }));
  }
}

/** @throws ColloquyError `store` when the prepared collection does not accept an id or a vector. */
export function checkChunks(chunks: readonly ChunkWithTerms[], { dimensions, profile }: Vectors): void {
  for (const { row } of chunks) {
    takenId(row.id);
    if (row.vector.length !== dimensions || row.profile !== profile) {
      throw new ColloquyError(
        "store",
        `The collection in Qdrant holds vectors of ${dimensions} dimensions (${profile}), but chunk ${row.id} has ${row.vector.length} (${row.profile}); use the embedding model of the collection, or another collection.`,
      );
    }
    if (!row.vector.every(Number.isFinite)) {
      throw new ColloquyError("store", `The vector of chunk ${row.id} has values that are not finite; embed it again.`);
    }
  }
}

/** Limited in number and size. Of chunks with one id only the last is sent, because requests run in parallel. */
function requestsOf(chunks: readonly ChunkWithTerms[]): ChunkWithTerms[][] {
  const distinct = new Map(chunks.map((chunk) => [chunk.row.id, chunk]));
  const requests: ChunkWithTerms[][] = [];
  let [request, bytes]: [ChunkWithTerms[], number] = [[], 0];
  for (const chunk of distinct.values()) {
    const size = largestSize(chunk);
    if (request.length === POINTS_A_REQUEST || (request.length > 0 && bytes + size > BYTES_A_REQUEST)) {
      requests.push(request);
      [request, bytes] = [[], 0];
    }
    request.push(chunk);
    bytes += size;
  }
  if (request.length > 0) requests.push(request);
  return requests;
}

/** Each term has a weight and a dimension, twice, in addition to its encoded counts. */
function largestSize({ row: { vector, passages, text, file, speakers }, terms }: ChunkWithTerms): number {
  const letters = text.length + file.length + speakers.join("").length;
  const encoded = 2 * (passages?.length ?? 0);
  return (vector.length + 4 * terms.length) * BYTES_A_NUMBER + letters * BYTES_A_LETTER + encoded;
}
