/**
 * The speed and the memory of a local embedding model, beside a server with OpenAI's API that has the same weights: the first
 * chunks of QMSum, and names.
 * `node bench/local-embeddings.ts [--models-dir DIR] [--embedding-base-url URL] [--chunks 96]`
 */
import { readdirSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import {
  LOCAL_BATCH_SIZE,
  localModelId,
  openLocalModel,
} from "../packages/colloquy/src/adapters/local-embeddings/index.ts";
import { chunkTranscript } from "../packages/colloquy/src/chunking/index.ts";
import { renderView, viewChunk } from "../packages/colloquy/src/model/index.ts";
import { recordedKeys } from "./name-vectors.ts";
import { readOrThrow } from "./read-or-throw.ts";
import { printTable, SHARED, writeResults } from "./report.ts";

type Embed = (texts: readonly string[]) => Promise<readonly ArrayLike<number>[]>;

interface Figures {
  readonly chunksPerSecond: number;
  readonly namesPerSecond: number;
  /** Of this process; null for the server. */
  readonly peakMegabytes: number | null;
}

const NAMES = 400;
const { signal } = new AbortController();

const { values } = parseArgs({
  options: {
    "models-dir": { type: "string" },
    "embedding-base-url": { type: "string" },
    chunks: { type: "string", default: "96" },
  },
});
const { "models-dir": modelsDir, "embedding-base-url": url } = values;
const chunks = chunksOfQmsum(Number(values.chunks));
const names = recordedKeys().slice(0, NAMES);
const results: Record<string, Figures> = {};
const load = loadavg()[0] ?? 0;

const id = localModelId("local") ?? "";
await using model = await openLocalModel(id, { modelsDir, environment: process.env, notify: console.error, signal });
const local: Embed = async (texts) => (await model.embed(texts, { signal })).vectors;
results["local, one call at a time"] = await measure(local, 1, ownPeak);
const inFlight = `local, ${model.concurrency} calls in flight`;
results[inFlight] = await measure(local, model.concurrency, ownPeak);

let leastCosine: number | null = null;
if (url !== undefined) {
  const server = serverAt(url);
  results["server, one call at a time"] = await measure(server, 1, () => null);
  const [ours, theirs] = [await inCalls(local, chunks, 1), await inCalls(server, chunks, 1)];
  leastCosine = Math.min(...ours.map((vector, at) => cosine(vector, theirs[at] ?? [])));
}

const kilobytes = chunks.reduce((sum, text) => sum + text.length, 0) / 1000;
console.log(
  `${chunks.length} chunks (${kilobytes.toFixed(0)} kB), ${names.length} names, load ${load.toFixed(1)} before`,
);
printTable({
  header: ["", "chunks/s", "names/s", "peak memory"],
  rows: Object.entries(results).map(([name, { chunksPerSecond, namesPerSecond, peakMegabytes }]) => [
    name,
    chunksPerSecond.toFixed(1),
    namesPerSecond.toFixed(0),
    peakMegabytes === null ? "" : `${peakMegabytes} MB`,
  ]),
});
if (leastCosine !== null) console.log(`least cosine between both: ${leastCosine.toFixed(4)}`);
writeResults("local-embeddings", { load, chunks: chunks.length, names: names.length, results, leastCosine });

async function measure(embed: Embed, atOnce: number, peak: () => number | null): Promise<Figures> {
  // Loads the model. A further thread starts only when calls have waited for two seconds.
  await inCalls(embed, chunks.slice(0, 3 * LOCAL_BATCH_SIZE), atOnce);
  const chunksPerSecond = await perSecond(embed, chunks, atOnce);
  return { chunksPerSecond, namesPerSecond: await perSecond(embed, names, atOnce), peakMegabytes: peak() };
}

async function perSecond(embed: Embed, texts: readonly string[], atOnce: number): Promise<number> {
  const started = performance.now();
  await inCalls(embed, texts, atOnce);
  return (1000 * texts.length) / (performance.now() - started);
}

/** Embeds in calls of the batch size of a run. */
async function inCalls(embed: Embed, texts: readonly string[], atOnce: number): Promise<readonly ArrayLike<number>[]> {
  const vectors: ArrayLike<number>[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let from = next; from < texts.length; from = next) {
      next += LOCAL_BATCH_SIZE;
      const made = await embed(texts.slice(from, from + LOCAL_BATCH_SIZE));
      made.forEach((vector, at) => (vectors[from + at] = vector));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return vectors;
}

function serverAt(address: string): Embed {
  return async (texts) => {
    const body = JSON.stringify({ model: "all-minilm-l6-v2", input: texts });
    const headers = { "content-type": "application/json" };
    const reply = await fetch(`${address}/embeddings`, { method: "POST", headers, body });
    if (!reply.ok) throw new Error(`${address} replied ${reply.status}: ${await reply.text()}`);
    const { data } = (await reply.json()) as { readonly data: readonly { readonly embedding: readonly number[] }[] };
    return data.map(({ embedding }) => embedding);
  };
}

function chunksOfQmsum(count: number): readonly string[] {
  const folder = path.join(SHARED, "data", "qmsum");
  const texts: string[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".txt") || texts.length >= count) continue;
    const chunksOfFile = chunkTranscript(readOrThrow(readFileSync(path.join(folder, file)), file));
    texts.push(...chunksOfFile.map((chunk) => renderView(viewChunk(chunk))));
  }
  return texts.slice(0, count);
}

function ownPeak(): number {
  return Math.round(process.resourceUsage().maxRSS / 1000);
}

function cosine(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let [product, squares, others] = [0, 0, 0];
  for (let at = 0; at < left.length; at++) {
    const [one, other] = [left[at] ?? 0, right[at] ?? 0];
    product += one * other;
    squares += one * one;
    others += other * other;
  }
  return product / Math.sqrt(squares * others);
}
