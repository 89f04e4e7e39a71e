import { tmpdir } from "node:os";
import { openSqliteLedger } from "../../packages/colloquy/src/adapters/sqlite/ledger/index.ts";
import { createModelExtractor } from "../../packages/colloquy/src/extraction/by-model/index.ts";
import { DEFAULT_ONTOLOGY } from "../../packages/colloquy/src/extraction/index.ts";
import { Budget, CallAccount, CallObserver, UNTRACED } from "../../packages/colloquy/src/calls/index.ts";
import { type IngestResult, runIngest, type RunListener } from "../../packages/colloquy/src/pipeline/index.ts";
import type { ModelStage, Ledger, Pricing, RunSpan } from "../../packages/colloquy/src/ports/index.ts";
import { createRateLimiter } from "@colloquy/rate-limit";
import { resolver } from "../../packages/colloquy/src/resolution/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../../packages/colloquy/src/testing/index.ts";
import type { LogEntry, SimulationOptions } from "@colloquy/simulated-provider";
import {
  createSimulatedCalls,
  createSimulatedChatModel,
  createSimulatedEmbeddingModel,
} from "../../packages/colloquy/src/testing/index.ts";
import { sampleChunks, sampleRecord } from "../../packages/colloquy/src/testing/suites/sample-transcripts.ts";
import { UNPRICED } from "../../packages/colloquy/test/observers.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import { CHUNKS_A_CALL, chunkAt, randomNumbers } from "./workload.ts";

const WORKSPACE = "talks";
const TOKENS = 450;

export interface WholeRun {
  readonly result: IngestResult;
  readonly log: readonly LogEntry[];
  readonly seconds: number;
}

export interface WholeTask {
  /** Its pending chunks are requested. */
  readonly ledger: Ledger;
  readonly simulation: SimulationOptions;
  readonly maxConcurrent?: number | "auto";
  /** Default: no embeddings. */
  readonly embeds?: boolean;
  /** Prices of both models; default: not known. */
  readonly pricing?: Pricing;
  readonly maxCostUsd?: number;
  readonly emit?: RunListener;
  readonly span?: RunSpan;
}

/** A ledger in memory with pending chunks. */
export async function ledgerOfChunks(seed: number, count: number): Promise<Ledger> {
  const ledger = openSqliteLedger(":memory:", { workspace: WORKSPACE, resolver });
  // Only the folder's name is used, in ids; it is not read.
  const { key } = await ledger.registerSource(tmpdir(), new Map());
  const turns = Array.from({ length: count }, (_, index) => chunkAt(seed, index));
  const chunks = sampleChunks(turns.map(({ speaker, text }) => ({ speaker, words: text })));
  const asLong = chunks.map((sampled) => ({ ...sampled, chunk: { ...sampled.chunk, tokens: TOKENS } }));
  await ledger.putTranscript(sampleRecord(key, "talk.txt", asLong));
  return ledger;
}

/** The whole pipeline, with ledger, graph and digest. */
export async function runInVirtualTime({
  ledger,
  simulation,
  maxConcurrent = "auto",
  embeds = false,
  pricing = UNPRICED,
  maxCostUsd,
  emit = () => {},
  span = UNTRACED,
}: WholeTask): Promise<WholeRun> {
  const seed = Number(simulation.seed ?? 1);
  const clock = createVirtualClock();
  const calls = createSimulatedCalls({ clock, options: simulation });
  const chatModel = createSimulatedChatModel({ calls });
  const embeddingModel = createSimulatedEmbeddingModel({ calls });
  const account = new CallAccount();
  const observerOf = (stage: ModelStage) =>
    new CallObserver({ stage, pricing, span, wantsContent: false, account, emit });
  const run = runIngest(
    {
      ledger,
      reader: null,
      extraction: {
        port: createModelExtractor({ chatModel, ontology: DEFAULT_ONTOLOGY }),
        limiter: createRateLimiter({
          clock,
          random: randomNumbers(seed),
          maxConcurrent,
          ping: (given) => chatModel.ping(given),
        }),
        observer: observerOf("extract"),
      },
      embedding: {
        port: embeddingModel,
        limiter: createRateLimiter({
          clock,
          random: randomNumbers(seed + 1),
          ping: (given) => embeddingModel.ping?.(given) ?? Promise.resolve(null),
        }),
        observer: observerOf("embed"),
      },
      account,
      budget: new Budget(maxCostUsd ?? null, account),
      span,
      graphStore: createMemoryGraphStore(),
      vectorStore: createMemoryVectorStore(),
      analyser: { version: "1", analyse: async (texts) => texts.map(() => []) },
    },
    {
      runId: "r1",
      workspace: WORKSPACE,
      reading: null,
      batchSize: CHUNKS_A_CALL,
      minConfidence: 0.5,
      deadLettersOnly: false,
      limit: null,
      force: false,
      skipKg: false,
      skipEmbeddings: !embeds,
      emit,
      signal: new AbortController().signal,
      now: () => new Date(0),
    },
  );
  const result = await clock.runUntil(run);
  return { result, log: calls.log(), seconds: clock.now() / 1000 };
}
