/**
 * The time of a search in a large workspace: questions of QMSum in chunks that are made from its meetings (see
 * search-set.ts), through the threads of a workspace, with the query embedded by the local model.
 * `node bench/search-latency.ts --models-dir DIR [--chunks 100000] [--folder DIR] [--qdrant-url URL]`. The index is made once
 * in a temporary folder: some minutes, and about 16 KB a chunk. With a Qdrant, its chunks are copied there once, and the vectors
 * are searched in Qdrant; the graph stays a file.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { HashingEmbeddingModel } from "../packages/colloquy/src/adapters/hashing/index.ts";
import { localModelId, openLocalModel } from "../packages/colloquy/src/adapters/local-embeddings/index.ts";
import { openQdrantVectorStore } from "../packages/colloquy/src/adapters/qdrant/index.ts";
import { openSqliteGraphStore, openSqliteVectorStore } from "../packages/colloquy/src/adapters/sqlite/index.ts";
import { analyse } from "../packages/colloquy/src/analysis/index.ts";
import { readEmbeddedGraph, readEmbeddedVectors } from "../packages/colloquy/src/composition/open-stores.ts";
import type { MentionRow } from "../packages/colloquy/src/model/index.ts";
import type { ChunkWithTerms, EmbeddingModel, GraphStore, VectorStore } from "../packages/colloquy/src/ports/index.ts";
import { Background, searchWorkspace, SEMANTIC_RANKING } from "../packages/colloquy/src/retrieval/index.ts";
import { loadQmsum } from "./qmsum.ts";
import { printTable, writeResults } from "./report.ts";
import { embedMeetings, entitiesOf, mentionsIn, searchSet } from "./search-set.ts";
import { randomNumbers } from "./throughput/workload.ts";

const WORKSPACE = "search-latency";
const WARM_UP = 20;
const ROWS_AT_ONCE = 1_000;
const EPOCH = { marker: "bench", epoch: { identity: "bench", number: 1 } };

const { values } = parseArgs({
  options: {
    "models-dir": { type: "string" },
    chunks: { type: "string", default: "100000" },
    folder: { type: "string" },
    "qdrant-url": { type: "string" },
    queries: { type: "string", default: "200" },
    searches: { type: "string", default: "1000" },
  },
});
const [chunks, asked, searches] = [values.chunks, values.queries, values.searches].map(Number) as [
  number,
  number,
  number,
];
const folder = values.folder ?? path.join(os.tmpdir(), `colloquy-search-${chunks}`);
const { signal } = new AbortController();

const opening = { modelsDir: values["models-dir"], environment: process.env, notify: console.error, signal };
await using model = await openLocalModel(localModelId("local") ?? "", opening);
const { rows, queries } = await loadQmsum(new HashingEmbeddingModel());
if (!existsSync(folder)) await build(folder);

const file = path.join(folder, "vectors.db");
const loadBefore = os.loadavg()[0] ?? 0;
const times = new Map<string, number>();
const url = values["qdrant-url"];
await using vectors = url === undefined ? await readEmbeddedVectors(file, WORKSPACE) : await openQdrant(url);
await using graph = await readEmbeddedGraph(path.join(folder, "graph.db"), WORKSPACE);
const timedGraph = timed("graph", graph);
const store = timed("vectors", vectors);
const sources = {
  store,
  model: timed("model", model),
  ranking: SEMANTIC_RANKING,
  background: new Background(store),
  graph: async () => timedGraph,
  notify: console.error,
};

const step = queries.length / (asked + WARM_UP);
const words = Array.from({ length: asked + WARM_UP }, (_, index) => queries[Math.floor(index * step)]?.words ?? "");
for (const each of words.slice(asked)) await searchWorkspace(sources, each, {});
times.clear();
const wall: number[] = [];
const cpuBefore = process.cpuUsage();
for (const each of words.slice(0, asked)) {
  const begun = performance.now();
  await searchWorkspace(sources, each, {});
  wall.push(performance.now() - begun);
}
const { user, system } = process.cpuUsage(cpuBefore);
const cpuMs = (user + system) / 1_000 / asked;
const parts = Object.fromEntries([...times].sort().map(([name, ms]) => [name, round(ms / asked)] as const));

const megabytes: number[] = [residentMegabytes()];
for (let search = 1; search <= searches; search += 1) {
  await searchWorkspace(sources, words[search % asked] ?? "", {});
  if (search % (searches / 5) === 0) megabytes.push(residentMegabytes());
}

const sorted = wall.toSorted((one, other) => one - other);
const at = (share: number): number => round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
const figures = { p50: at(0.5), p95: at(0.95), p99: at(0.99), cpuMs: round(cpuMs) };
const loadAfter = os.loadavg()[0] ?? 0;
console.log(`\n${chunks} chunks, ${asked} questions, load ${loadBefore.toFixed(1)} to ${loadAfter.toFixed(1)}; ms\n`);
printTable({
  header: ["", "p50", "p95", "p99", "processor time"],
  rows: [[vectors.name, ...Object.values(figures).map((value) => value.toFixed(0))]],
});
console.log("\nAverage ms from a call to its reply; calls of one thread wait for each other:");
printTable({ header: ["", "ms"], rows: Object.entries(parts).map(([name, ms]) => [name, String(ms)]) });
console.log(`\nResident MB during ${searches} further searches: ${megabytes.join(", ")}`);
writeResults(url === undefined ? "search-latency" : "search-latency-qdrant", {
  chunks,
  queries: asked,
  loadBefore,
  loadAfter,
  figures,
  parts,
  megabytes,
});

async function build(target: string): Promise<void> {
  const meetings = await embedMeetings(rows, model);
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  {
    await using vectorStore = openSqliteVectorStore(path.join(partial, "vectors.db"), { workspace: WORKSPACE });
    await using graphStore = openSqliteGraphStore(path.join(partial, "graph.db"), { workspace: WORKSPACE });
    await fill({ vectorStore, graphStore }, searchSet(meetings, { chunks, profile: model.profile }), model);
  }
  renameSync(partial, target);
}

/** The chunks in a Qdrant, which are copied from the embedded store unless all are there. */
async function openQdrant(address: string): Promise<VectorStore> {
  const settings = { url: address, apiKey: null, collection: `${WORKSPACE}-${chunks}` };
  const store = openQdrantVectorStore(settings, { workspace: WORKSPACE, analyse });
  const state = await store.state();
  // The copy may have been interrupted.
  if (state !== null && state.writing === null && (await store.count()) === chunks) return store;
  await using embedded = openSqliteVectorStore(file, { workspace: WORKSPACE, readonly: true });
  await store.prepare(model);
  await store.begin(EPOCH);
  for await (const page of embedded.rows()) await store.upsert(page.map((row) => ({ row, terms: analyse(row.text) })));
  await store.complete(EPOCH);
  return store;
}

async function fill(
  { vectorStore, graphStore }: { readonly vectorStore: VectorStore; readonly graphStore: GraphStore },
  set: Iterable<ChunkWithTerms>,
  { dimensions, profile }: Pick<EmbeddingModel, "dimensions" | "profile">,
): Promise<void> {
  const random = randomNumbers(2);
  const counts = new Map<string, number>();
  const mentions: MentionRow[] = [];
  await vectorStore.prepare({ dimensions, profile });
  await graphStore.prepare();
  for (const each of [vectorStore, graphStore]) await each.begin(EPOCH);
  for (const batch of batchesOf(set)) {
    await vectorStore.upsert(batch);
    for (const mention of batch.flatMap((chunk) => mentionsIn(chunk, random))) {
      mentions.push(mention);
      counts.set(mention.evidence.text, (counts.get(mention.evidence.text) ?? 0) + 1);
    }
  }
  for (const batch of batchesOf(entitiesOf(counts))) await graphStore.upsert("entity", batch);
  for (const batch of batchesOf(mentions)) await graphStore.upsert("mention", batch);
  for (const each of [vectorStore, graphStore]) await each.complete(EPOCH);
}

function* batchesOf<Item>(items: Iterable<Item>): Generator<readonly Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < ROWS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** Adds the time of each call of an object to `times`. */
function timed<Target extends object>(name: string, target: Target): Target {
  return new Proxy<Target>(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property);
      if (typeof value !== "function") return value;
      return (...args: readonly unknown[]): unknown => {
        const begun = performance.now();
        const result: unknown = Reflect.apply(value, object, args);
        if (!(result instanceof Promise)) return result;
        return result.finally((): void => {
          const key = `${name}.${String(property)}`;
          times.set(key, (times.get(key) ?? 0) + performance.now() - begun);
        });
      };
    },
  });
}

function residentMegabytes(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
