// Time and requests of a repeated search of five common words in a real Qdrant, compared with the embedded store:
// `node bench/stores/qdrant-search.ts [--points 50000] [--dimensions 64] [--searches 40]`, with at least 400 points. The collection also holds as many
// chunks of another workspace with `--neighbours`; both are removed afterwards.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { openQdrantVectorStore } from "../../packages/colloquy/src/adapters/qdrant/index.ts";
import { openSqliteVectorStore } from "../../packages/colloquy/src/adapters/sqlite/vector-store/index.ts";
import type { VectorStore } from "../../packages/colloquy/src/ports/index.ts";
import { type SearchRequest, searchChunks } from "../../packages/colloquy/src/retrieval/index.ts";
import { printTable, writeResults } from "../report.ts";
import { slices } from "./alternate.ts";
import { chunks } from "./chunks.ts";
import { openClient } from "./point-contenders.ts";
import { installedVersion, newWorkspace, qdrantServer } from "./servers.ts";

const { values } = parseArgs({
  options: {
    points: { type: "string", default: "50000" },
    dimensions: { type: "string", default: "64" },
    searches: { type: "string", default: "40" },
    neighbours: { type: "boolean", default: false },
  },
});
const POINTS = Number(values.points);
const DIMENSIONS = Number(values.dimensions);
const SEARCHES = Number(values.searches);
const ROWS_A_CALL = 1_024;
const COMMON_TERMS = 5;
const FILE = "talks/talk-3.txt";

const settings = qdrantServer();
const client = openClient(settings);
const { title, version } = await client.versionInfo();
const written = chunks(1, { points: POINTS, dimensions: DIMENSIONS });
const words = commonTerms().join(" ");
const queried = written[0]?.row.vector ?? new Float32Array(DIMENSIONS);
const request: SearchRequest = { words, limit: 10 };

const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
const collection = newWorkspace();
try {
  await using embedded = openSqliteVectorStore(path.join(folder, "vectors.db"), { workspace: "bench" });
  await using qdrant = openQdrantVectorStore({ ...settings, collection }, { workspace: newWorkspace() });
  await using neighbour = openQdrantVectorStore({ ...settings, collection }, { workspace: newWorkspace() });
  for (const store of values.neighbours ? [embedded, qdrant, neighbour] : [embedded, qdrant]) await fill(store);

  const measured = [];
  for (const [store, name] of [
    [embedded, "embedded"],
    [qdrant, "qdrant"],
  ] as const)
    for (const [what, asked] of [
      ["five common words", request],
      ["the same in one file", { ...request, files: [FILE] }],
    ] as const)
      measured.push({ store: name, what, ...(await measure(store, asked)) });
  printTable({
    header: ["", "first search", "p50", "p95", "requests of the first", "of a hot one"],
    rows: measured.map(({ store, what, firstMs, p50Ms, p95Ms, firstRequests, hotRequests }) => [
      `${store}, ${what}`,
      ...[firstMs, p50Ms, p95Ms].map((milliseconds) => `${milliseconds.toFixed(0)} ms`),
      String(firstRequests),
      String(hotRequests),
    ]),
  });
  const server = `${title} ${version}, ${installedVersion("@qdrant/js-client-rest")}`;
  writeResults("stores-qdrant-search", {
    server,
    words,
    points: POINTS,
    dimensions: DIMENSIONS,
    searches: SEARCHES,
    measured,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
  await client.deleteCollection(collection);
}

/** The terms of the most chunks. */
function commonTerms(): readonly string[] {
  const having = new Map<string, number>();
  for (const { terms } of written) for (const term of new Set(terms)) having.set(term, (having.get(term) ?? 0) + 1);
  return [...having]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, COMMON_TERMS)
    .map(([term]) => term);
}

async function fill(store: VectorStore): Promise<void> {
  const target = { marker: "bench", epoch: { number: 1, identity: "bench" } };
  await store.prepare({ dimensions: DIMENSIONS, profile: "bench" });
  await store.begin(target);
  for (const batch of slices(written, ROWS_A_CALL)) await store.upsert(batch);
  await store.complete(target);
}

/** Searches like the library, which reads the state of the store before each search. */
async function search(store: VectorStore, asked: SearchRequest): Promise<void> {
  await store.state();
  const model = { embedQuery: async () => queried };
  const hits = await searchChunks({ store, model }, asked, { signal: new AbortController().signal });
  if (hits.length !== asked.limit)
    throw new Error(`Expected ${asked.limit} hits of ${store.name}, got ${hits.length}.`);
}

async function measure(store: VectorStore, asked: SearchRequest) {
  const [firstMs, firstRequests] = await timed(() => search(store, asked));
  const hot = [];
  for (let n = 0; n < SEARCHES; n++) hot.push(await timed(() => search(store, asked)));
  const milliseconds = hot.map(([each]) => each).toSorted((one, other) => one - other);
  const at = (share: number): number => milliseconds[Math.ceil(share * milliseconds.length) - 1] ?? Number.NaN;
  return { firstMs, firstRequests, p50Ms: at(0.5), p95Ms: at(0.95), hotRequests: hot.at(-1)?.[1] ?? 0 };
}

async function timed(work: () => Promise<void>): Promise<readonly [milliseconds: number, requests: number]> {
  let requests = 0;
  const count = (): void => void (requests += 1);
  subscribe("undici:request:create", count);
  const begun = performance.now();
  await work().finally(() => unsubscribe("undici:request:create", count));
  return [performance.now() - begun, requests];
}
