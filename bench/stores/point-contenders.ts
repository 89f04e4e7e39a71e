// Ways of writing the same chunks to Qdrant, into collections made by our store, with the same indexes, payload and vectors.
import { QdrantClient } from "@qdrant/js-client-rest";
import type { QdrantSettings } from "../../packages/colloquy/src/adapters/qdrant/index.ts";
import { contentId, foldCase } from "../../packages/colloquy/src/model/index.ts";
import type { VectorStore } from "../../packages/colloquy/src/ports/index.ts";
import { slices } from "./alternate.ts";
import type { Chunk } from "./chunks.ts";

/** As in our store: the fastest measured value. */
const POINTS_A_REQUEST = 256;
const REQUESTS_AT_ONCE = 4;
const POINTS_OF_PLAIN_LOOP = 100;

const [K1, B, AVERAGE_LENGTH] = [1.2, 0.75, 180];

/** A point without its dense vector: made before the clock starts, so that only the client's work is measured. */
export interface PreparedPoint {
  readonly id: string;
  readonly dense: Float32Array;
  readonly sparse: { readonly indices: number[]; readonly values: number[] };
  readonly payload: Record<string, unknown>;
}

/** A workspace's empty collection, made by `store`. */
export interface Destination {
  readonly store: VectorStore;
  readonly client: QdrantClient;
  readonly workspace: string;
}

export type WritePoints = (to: Destination) => Promise<void>;

export function openClient({ url }: QdrantSettings): QdrantClient {
  return new QdrantClient({ url, checkCompatibility: false, headers: { "accept-encoding": "identity" } });
}

export function writeByOurs(chunks: readonly Chunk[], rowsACall: number): WritePoints {
  return async ({ store }) => {
    for (const batch of slices(chunks, rowsACall)) await store.upsert(batch);
  };
}

/** Our request size and concurrency, without our code. */
export function writeByBareLoop(points: readonly PreparedPoint[]): WritePoints {
  return async (to) => {
    const batches = slices(points, POINTS_A_REQUEST);
    const work = async (): Promise<void> => {
      for (const batch of batches) await upsert(to, batch);
    };
    await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, work));
  };
}

/** The example of the client's documentation: a loop of requests of a hundred points, each awaited. */
export function writeByPlainLoop(points: readonly PreparedPoint[]): WritePoints {
  return async (to) => {
    for (const batch of slices(points, POINTS_OF_PLAIN_LOOP)) await upsert(to, batch);
  };
}

export function preparedPoint({ row, terms }: Chunk): PreparedPoint {
  const { kind: _, vector, ...payload } = row;
  const speakerKeys = row.speakers.map(foldCase);
  const sparse = sparseOf(terms);
  const termCounts = Buffer.alloc(8 * sparse.indices.length, 1).toString("base64");
  const searched = { speakerKeys, terms: sparse.indices, termCounts, termTotal: terms.length };
  return { id: uuidOf(row.id), dense: vector, sparse, payload: { ...payload, ...searched } };
}

async function upsert({ client, workspace }: Destination, batch: readonly PreparedPoint[]): Promise<void> {
  const points = batch.map(({ id, dense, sparse, payload }) => ({
    id,
    vector: { "": Array.from(dense), bm25: sparse },
    payload: { ...payload, workspace, chunkOf: workspace },
  }));
  await client.upsert(`${workspace}_chunks`, { wait: true, points });
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const indices = new Map<string, number>();

function indexOf(term: string): number {
  const known = indices.get(term) ?? Number.parseInt(contentId(term).slice(0, 8), 16);
  indices.set(term, known);
  return known;
}

function sparseOf(terms: readonly string[]): PreparedPoint["sparse"] {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const norm = K1 * (1 - B + (B * terms.length) / AVERAGE_LENGTH);
  const weights = new Map<number, number>();
  for (const [term, count] of counts) {
    const index = indexOf(term);
    weights.set(index, (weights.get(index) ?? 0) + (count * (K1 + 1)) / (count + norm));
  }
  return { indices: [...weights.keys()], values: [...weights.values()] };
}
