/**
 * The speed and the memory of a local embedding model, beside a server with OpenAI's API that has the same weights: the first
 * chunks of QMSum, and names.
 * `node bench/local-embeddings.ts [--models-dir DIR] [--embedding-base-url URL [--server-pid PID]] [--chunks 32]`
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
import { spreadOf } from "./figures.ts";
import { recordedKeys } from "./name-vectors.ts";
import { readOrThrow } from "./read-or-throw.ts";
import { printTable, SHARED, writeResults } from "./report.ts";

type Embed = (texts: readonly string[]) => Promise<readonly ArrayLike<number>[]>;

/** Texts a second, and a second of processor time: the latter depends less on other work of the machine. */
interface Speed {
  readonly perSecond: number;
  /** Null if the processor time is not known. */
  readonly perCpuSecond: number | null;
}

interface Subject {
  readonly embed: Embed;
  readonly callsInFlight: number;
  /** Seconds of processor time so far; null if they are not known. */
  cpuSeconds(): number | null;
}

const NAMES = 200;
const ROUNDS = 3;
const { signal } = new AbortController();

const { values } = parseArgs({
  options: {
    "models-dir": { type: "string" },
    "embedding-base-url": { type: "string" },
    "server-pid": { type: "string" },
    chunks: { type: "string", default: "32" },
  },
});
const { "models-dir": modelsDir, "embedding-base-url": url, "server-pid": pid } = values;
const chunks = chunksOfQmsum(Number(values.chunks));
const names = recordedKeys().slice(0, NAMES);
const load = loadavg();

const id = localModelId("local") ?? "";
await using model = await openLocalModel(id, { modelsDir, environment: process.env, notify: console.error, signal });
const embedHere: Embed = async (texts) => (await model.embed(texts, { signal })).vectors;
const subjects: Record<string, Subject> = {
  "local, one call in flight": { embed: embedHere, callsInFlight: 1, cpuSeconds: ownCpuSeconds },
  [`local, ${model.concurrency} calls in flight`]: {
    embed: embedHere,
    callsInFlight: model.concurrency,
    cpuSeconds: ownCpuSeconds,
  },
  ...(url === undefined
    ? {}
    : { "server, one call in flight": { embed: serverAt(url), callsInFlight: 1, cpuSeconds: serverCpuSeconds } }),
};

// Loads the models, and gives the further thread the two seconds of waiting calls after which it starts.
const first = chunks.slice(0, 2 * LOCAL_BATCH_SIZE);
const firstVectors: (readonly ArrayLike<number>[])[] = [];
for (const { embed, callsInFlight } of Object.values(subjects))
  firstVectors.push(await inCalls(embed, first, callsInFlight));
const [ours = [], , theirs] = firstVectors;
const leastCosine =
  theirs === undefined ? null : Math.min(...ours.map((vector, at) => cosine(vector, theirs[at] ?? [])));

// The subjects take turns, so that other work of the machine disturbs all of them.
const rounds: Record<string, { readonly chunks: Speed; readonly names: Speed }[]> = {};
for (let round = 0; round < ROUNDS; round++)
  for (const [name, subject] of Object.entries(subjects))
    (rounds[name] ??= []).push({ chunks: await speedOf(subject, chunks), names: await speedOf(subject, names) });

const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1000);
const kilobytes = Math.round(chunks.reduce((sum, text) => sum + text.length, 0) / 1000);
console.log(
  `${chunks.length} chunks (${kilobytes} kB), ${names.length} names; load before ${load.map((each) => each.toFixed(1)).join(", ")}`,
);
const header = ["median (range)", "chunks/s", "per CPU second", "names/s", "per CPU second"];
const rows = Object.entries(rounds).map(([name, each]) => [
  name,
  ...(["chunks", "names"] as const).flatMap((kind) => [
    shown(each.map((round) => round[kind].perSecond)),
    shown(each.map((round) => round[kind].perCpuSecond)),
  ]),
]);
printTable({ header, rows });
console.log(`peak memory of this process: ${peakMegabytes} MB`);
if (leastCosine !== null) console.log(`least cosine between both: ${leastCosine.toFixed(4)}`);
const sizes = { chunks: chunks.length, kilobytes, names: names.length };
writeResults("local-embeddings", { load, ...sizes, rounds, peakMegabytes, leastCosine });

function shown(speeds: readonly (number | null)[]): string {
  const known = speeds.filter((speed) => speed !== null);
  if (known.length === 0) return "";
  const { min, median, max } = spreadOf(known);
  return `${median.toFixed(1)} (${min.toFixed(1)} to ${max.toFixed(1)})`;
}

async function speedOf({ embed, callsInFlight, cpuSeconds }: Subject, texts: readonly string[]): Promise<Speed> {
  const [started, cpuBefore] = [performance.now(), cpuSeconds()];
  await inCalls(embed, texts, callsInFlight);
  const [seconds, cpuAfter] = [(performance.now() - started) / 1000, cpuSeconds()];
  const cpu = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
  return { perSecond: texts.length / seconds, perCpuSecond: cpu === null ? null : texts.length / cpu };
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

function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Linux alone states the time of another process: two fields of its `stat`, in hundredths of a second. */
function serverCpuSeconds(): number | null {
  if (pid === undefined) return null;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
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
