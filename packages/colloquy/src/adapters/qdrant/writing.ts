import { setImmediate as otherWork } from "node:timers/promises";
import { ColloquyError, type VectorRow } from "../../model/index.ts";
import type { Vectors } from "./collection-shape.ts";
import type { QdrantConnection } from "./connection.ts";
import { ofWorkspace, withIds } from "./filters.ts";
import type { KeywordVectors } from "./keywords.ts";
import { pointId, takenId, toPoint } from "./point.ts";
import { RequestQueue } from "./request-queue.ts";

const POINTS_A_REQUEST = 256;
const REQUESTS_AT_ONCE = 4;
const IDS_A_REQUEST = 1_000;
/** Qdrant takes 32 MiB; a number of a vector takes up to 22 characters, a letter of a text up to 6 bytes. */
const BYTES_A_REQUEST = 24 * 1024 * 1024;
const BYTES_A_NUMBER = 28;
const BYTES_A_LETTER = 6;

export interface Passage {
  readonly row: VectorRow;
  readonly terms: readonly string[];
}

/**
 * Writes and removes the passages of one workspace in a collection. `upsert` returns while its last requests are still
 * under way, so that the server works while the next passages are read and encoded; all that comes after it waits.
 */
export class PassageWriter {
  readonly #connection: QdrantConnection;
  readonly #collection: string;
  readonly #workspace: string;
  readonly #keywords: KeywordVectors;
  readonly #queue = new RequestQueue(REQUESTS_AT_ONCE);
  readonly #underWay = new Set<string>();

  constructor(connection: QdrantConnection, collection: string, workspace: string, keywords: KeywordVectors) {
    this.#connection = connection;
    this.#collection = collection;
    this.#workspace = workspace;
    this.#keywords = keywords;
  }

  /** @throws ColloquyError `store` also for what an earlier call could not write. */
  async upsert(passages: readonly Passage[], assumedLength: number): Promise<void> {
    // Of two values of one passage, the later must not arrive first.
    if (passages.some(({ row }) => this.#underWay.has(row.id))) await this.settled();
    for (const request of requestsOf(passages)) await this.#queue.start(async () => this.#send(request, assumedLength));
  }

  /** Waits until everything is written. @throws as `upsert` does. */
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

  async #send(passages: readonly Passage[], assumedLength: number): Promise<void> {
    for (const { row } of passages) this.#underWay.add(row.id);
    try {
      // Encoding keeps the thread busy: what was encoded before goes out first.
      await otherWork();
      const points = passages.map(({ row, terms }) =>
        toPoint(this.#workspace, row, { terms: this.#keywords.countsOf(terms), assumedLength }),
      );
      await this.#connection.call(async (client) => client.upsert(this.#collection, { points, wait: true }));
    } finally {
      for (const { row } of passages) this.#underWay.delete(row.id);
    }
  }

  async #delete(filter: ReturnType<typeof ofWorkspace>): Promise<void> {
    await this.#connection.call(async (client) => client.delete(this.#collection, { filter, wait: true }));
  }
}

/** @throws ColloquyError `store` where an id or a vector is none that the prepared collection takes. */
export function checkPassages(passages: readonly Passage[], { dimensions, profile }: Vectors): void {
  for (const { row } of passages) {
    takenId(row.id);
    if (row.vector.length !== dimensions || row.profile !== profile) {
      throw new ColloquyError(
        "store",
        `The collection in Qdrant holds vectors of ${dimensions} dimensions (${profile}), and passage ${row.id} has ${row.vector.length} (${row.profile}); use the embedding model that made them, or another collection.`,
      );
    }
    if (!row.vector.every(Number.isFinite)) {
      throw new ColloquyError(
        "store",
        `The vector of passage ${row.id} has values that are not finite; embed it again.`,
      );
    }
  }
}

/** Not too many and not too large; of one id the last passage alone, because requests are under way side by side. */
function requestsOf(passages: readonly Passage[]): Passage[][] {
  const distinct = new Map(passages.map((passage) => [passage.row.id, passage]));
  const requests: Passage[][] = [];
  let [request, bytes]: [Passage[], number] = [[], 0];
  for (const passage of distinct.values()) {
    const size = largestSize(passage);
    if (request.length === POINTS_A_REQUEST || (request.length > 0 && bytes + size > BYTES_A_REQUEST)) {
      requests.push(request);
      [request, bytes] = [[], 0];
    }
    request.push(passage);
    bytes += size;
  }
  if (request.length > 0) requests.push(request);
  return requests;
}

/** Each term has a weight and its dimension, twice, beside what is encoded of it. */
function largestSize({ row: { vector, text, file, speakers }, terms }: Passage): number {
  const letters = text.length + file.length + speakers.join("").length;
  return (vector.length + 4 * terms.length) * BYTES_A_NUMBER + letters * BYTES_A_LETTER;
}
