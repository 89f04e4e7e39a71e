// The whole job with models, extraction and embedding side by side: `node bench/throughput/corpus.ts [--quick]
// [--chunks 8834] [--tiers 500/200k,5k/2M] [--sequential-calls 40]`. Compares `colloquy ingest` with the bound of the
// limits, and with one call at a time, extrapolated from its first calls.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { buildProgram } from "../build-program.ts";
import { measureIngest, type RunFigures } from "../measured-run.ts";
import { printTable, writeResults } from "../report.ts";
import { DEFAULT_CHUNKS, scaleSet } from "../scale-set.ts";
import type { EndpointAccount } from "@colloquy/simulated-provider";
import { lowerBound } from "./bound.ts";
import { startProvider } from "./provider-process.ts";
import { type Tier, tiersNamed } from "./tiers.ts";
import { CHUNKS_A_CALL } from "./workload.ts";
import { corpusTable } from "./tables/jobs.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    chunks: { type: "string" },
    tiers: { type: "string" },
    "sequential-calls": { type: "string" },
  },
});
const CHUNKS = Number(values.chunks ?? (values.quick ? 300 : DEFAULT_CHUNKS));
const SEQUENTIAL_CALLS = Number(values["sequential-calls"] ?? (values.quick ? 2 : 40));

const program = buildProgram();
const transcriptsDir = path.join(scaleSet(CHUNKS), "transcripts");
// One call at a time mostly waits: the other runs take place meanwhile.
const sequential = measureSequential();
const runs: Awaited<ReturnType<typeof measureTier>>[] = [];
for (const tier of tiersNamed(values.tiers)) runs.push(await measureTier(tier));
const sequentialCallSeconds = await sequential;
const sequentialSeconds = (sequentialCallSeconds * CHUNKS) / CHUNKS_A_CALL;
console.log(
  `\n${CHUNKS} chunks; one call at a time from ${SEQUENTIAL_CALLS} calls of ${sequentialCallSeconds.toFixed(1)} s\n`,
);
printTable(corpusTable({ sequentialSeconds, runs }));
writeResults("corpus", {
  chunks: CHUNKS,
  sequentialCalls: SEQUENTIAL_CALLS,
  sequentialCallSeconds,
  sequentialSeconds,
  runs,
});

async function measureTier(tier: Tier) {
  const { rpm, tpm, embeddingRpm, embeddingTpm } = tier;
  await using provider = await startProvider({ seed: 1, rpm, tpm, embeddingRpm, embeddingTpm, faults: "usual" });
  const run = await ingest(provider.baseUrl, ["--embedding-model", "simulated-embedding"]);
  const { chat, embeddings } = await provider.accounts();
  const { result } = run;
  return {
    tier: tier.name,
    seconds: run.seconds,
    chatSeconds: chat.lastReplyMs / 1000,
    boundSeconds: Math.max(boundOf({ rpm, tpm }, chat), boundOf({ rpm: embeddingRpm, tpm: embeddingTpm }, embeddings)),
    rateLimited: { chat: chat.rateLimited / chat.calls, embeddings: embeddings.rateLimited / embeddings.calls },
    stages: run.stages,
    peakMegabytes: run.peakMegabytes,
    loopDelayMs: run.loopDelayMs,
    chunks: result.chunks,
    usage: result.usage,
    digest: result.digest,
  };
}

function boundOf(limits: Pick<Tier, "rpm" | "tpm">, { admitted, tokensCharged }: EndpointAccount): number {
  return lowerBound(limits, admitted, tokensCharged, 0);
}

/** Seconds of a call, one after the other: the run's own first calls, without its other work. */
async function measureSequential(): Promise<number> {
  await using provider = await startProvider({ seed: 1, rpm: null, tpm: null, faults: "usual" });
  const limit = String(SEQUENTIAL_CALLS * CHUNKS_A_CALL);
  await ingest(provider.baseUrl, ["--skip-embeddings", "--max-concurrent", "1", "--limit", limit]);
  const { chat } = await provider.accounts();
  return chat.lastReplyMs / 1000 / SEQUENTIAL_CALLS;
}

async function ingest(baseUrl: string, args: readonly string[]): Promise<RunFigures> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "colloquy-bench-"));
  const places = { transcriptsDir, dataDir: path.join(folder, "data"), outputDir: path.join(folder, "metrics") };
  try {
    return await measureIngest(program, places, ["--model", "simulated", "--base-url", baseUrl, ...args]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
