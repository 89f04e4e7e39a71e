import { tmpdir } from "node:os";
import { openSqliteLedger } from "../../src/adapters/sqlite/ledger/index.ts";
import { createModelExtractor } from "../../src/extraction/by-model/index.ts";
import { DEFAULT_ONTOLOGY } from "../../src/extraction/index.ts";
import { type IngestResult, runIngest } from "../../src/pipeline/index.ts";
import { createRateLimiter } from "../../src/rate-limit/index.ts";
import { resolver } from "../../src/resolution/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../../src/testing/index.ts";
import {
  createSimulatedChatModel,
  createSimulatedEmbeddingModel,
  type LogEntry,
  type SimulationOptions,
} from "../../src/testing/simulated-provider/index.ts";
import { sampleChunks, sampleRecord } from "../../src/testing/suites/sample-transcripts.ts";
import { createObserver } from "../../test/observers.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import { PASSAGES_A_CALL, passageAt, randomNumbers } from "./workload.ts";

const WORKSPACE = "talks";
const TOKENS = 450;

export interface WholeRun {
  readonly result: IngestResult;
  readonly log: readonly LogEntry[];
  readonly seconds: number;
}

/** The pipeline as users have it, ledger, graph and digest with it, over passages in memory; nothing is embedded. */
export async function runInVirtualTime(
  passages: number,
  simulation: SimulationOptions,
  maxConcurrent: number | "auto",
): Promise<WholeRun> {
  const seed = Number(simulation.seed ?? 1);
  const clock = createVirtualClock();
  const chatModel = createSimulatedChatModel({ clock, options: simulation });
  await using ledger = openSqliteLedger(":memory:", { workspace: WORKSPACE, resolver });
  // The folder gives its name to ids; nothing is read from it.
  const { key } = await ledger.registerSource(tmpdir(), new Map());
  const turns = Array.from({ length: passages }, (_, index) => passageAt(seed, index));
  const chunks = sampleChunks(turns.map(({ speaker, text }) => ({ speaker, words: text })));
  const asLong = chunks.map((sampled) => ({ ...sampled, chunk: { ...sampled.chunk, tokens: TOKENS } }));
  await ledger.putTranscript(sampleRecord(key, "talk.txt", asLong));
  const run = runIngest(
    {
      ledger,
      reader: null,
      extractor: createModelExtractor({ chatModel, ontology: DEFAULT_ONTOLOGY }),
      extractionLimiter: createRateLimiter({
        clock,
        random: randomNumbers(seed),
        maxConcurrent,
        ping: (given) => chatModel.verify(given),
      }),
      observers: { extraction: createObserver("extraction"), embedding: createObserver("embedding") },
      embeddingModel: createSimulatedEmbeddingModel({ clock }),
      embeddingLimiter: createRateLimiter({ clock }),
      graphStore: createMemoryGraphStore(),
      vectorStore: createMemoryVectorStore(),
      analyser: { version: "1", analyse: async (texts) => texts.map(() => []) },
    },
    {
      run: "r1",
      workspace: WORKSPACE,
      reading: null,
      batchSize: PASSAGES_A_CALL,
      minConfidence: 0.5,
      deadLettersOnly: false,
      limit: null,
      force: false,
      skipKg: false,
      skipEmbeddings: true,
      emit: () => {},
      signal: new AbortController().signal,
      now: () => new Date(0),
    },
  );
  const result = await clock.runUntil(run);
  return { result, log: chatModel.log(), seconds: clock.now() / 1000 };
}
