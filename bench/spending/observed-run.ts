// One run of the pipeline's extraction stage, in a process of its own whose CPU time is measured: its task as JSON in argv,
// its figures as JSON on stdout. There is no ledger, which has its own thread: pending chunks are generated when they are
// read, and settled chunks are counted.
import { join } from "node:path";
import { createChatModel } from "../../packages/colloquy/src/adapters/ai-sdk/index.ts";
import { flatPricing } from "../../packages/colloquy/src/composition/flat-pricing.ts";
import { StageWatches } from "../../packages/colloquy/src/metrics/index.ts";
import { RunEvents } from "../../packages/colloquy/src/composition/run-events.ts";
import { openRunReports } from "../../packages/colloquy/src/composition/run-reports.ts";
import { openTelemetry } from "../../packages/colloquy/src/composition/telemetry.ts";
import { createModelExtractor } from "../../packages/colloquy/src/extraction/by-model/index.ts";
import { DEFAULT_ONTOLOGY } from "../../packages/colloquy/src/extraction/index.ts";
import { createRunLog } from "../../packages/colloquy/src/metrics/index.ts";
import { batchLabel } from "../../packages/colloquy/src/model/index.ts";
import { Budget, CallAccount, CallObserver } from "../../packages/colloquy/src/calls/index.ts";
import type { RunListener } from "../../packages/colloquy/src/pipeline/index.ts";
import { runBatches } from "../../packages/colloquy/src/pipeline/run-batches.ts";
import { runStage } from "../../packages/colloquy/src/pipeline/run-types.ts";
import { RunTally } from "../../packages/colloquy/src/pipeline/run-tally.ts";
import type { ExtractionReply, Extractor, PendingChunk } from "../../packages/colloquy/src/ports/index.ts";
import { createRateLimiter, type RateLimiter } from "@colloquy/rate-limit";
import { pendingChunks } from "../throughput/pending-chunks.ts";
import { CHUNKS_A_CALL } from "../throughput/workload.ts";

export interface ObservedTask {
  readonly baseUrl: string;
  readonly calls: number;
  readonly inFlight: number;
  /** The folder of the log and the reports; null: none are written. */
  readonly folder: string | null;
  /** Address of a receiver of traces; null: no traces. */
  readonly receiver: string | null;
}

export interface ObservedFigures {
  /** User and system time of all threads, from before the first opening until everything is written and sent. */
  readonly cpuSeconds: number;
  readonly seconds: number;
  readonly attempts: number;
  readonly settled: number;
  /** Warnings of the log, the reports and the traces. */
  readonly warnings: readonly string[];
}

const FACTS = { runId: "20260101-000000-0000", workspace: "bench" } as const;
const PRICING = flatPricing("simulated", "this program", {
  input: 0.15,
  cachedInput: 0.075,
  cacheWrite: 0.15,
  output: 0.6,
});

async function observedRun(task: ObservedTask): Promise<ObservedFigures> {
  const { baseUrl, inFlight, folder, receiver } = task;
  const named = { provider: "openai", model: "simulated", baseUrl, apiKey: null } as const;
  await using chatModel = await createChatModel({
    ...named,
    contextTokens: null,
    dimensions: null,
    connections: inFlight,
  });
  await using extractor = createModelExtractor({ chatModel, ontology: DEFAULT_ONTOLOGY });
  await using limiter = createRateLimiter({ maxConcurrent: inFlight });
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);

  const [begun, before] = [performance.now(), process.cpuUsage()];
  const account = new CallAccount();
  const metrics = folder === null ? null : openMetrics(folder, account, warn);
  const environment = receiver === null ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: receiver };
  const telemetry = await openTelemetry({ environment, traceContent: false, warn });
  const span = telemetry.run(FACTS);
  const { emit } = metrics?.events ?? { emit: () => undefined };
  const watches = metrics === null ? null : new StageWatches({ account, emit });
  metrics?.events.addFirst((event) => watches?.listen(event));
  const observer = new CallObserver({ stage: "extract", pricing: PRICING, span, wantsContent: false, account, emit });
  watches?.watch("extract", { port: extractor, limiter, observer });
  const settled = await extractAll(task, { extractor, limiter, observer, account, emit, span });
  watches?.[Symbol.dispose]();
  const { inputTokens, outputTokens, costUsd, attempts } = observer.usage;
  span.end({ exitCode: 0, failure: null, costUsd, inputTokens, outputTokens });
  await telemetry[Symbol.asyncDispose]();
  metrics?.finish();
  const { user, system } = process.cpuUsage(before);
  return {
    cpuSeconds: (user + system) / 1e6,
    seconds: (performance.now() - begun) / 1000,
    attempts,
    settled,
    warnings,
  };
}

/** Log and reports as in a run. */
function openMetrics(folder: string, account: CallAccount, warn: (message: string) => void) {
  const reports = openRunReports({ folder, ...FACTS, startedAt: new Date(), account });
  const log = createRunLog(join(folder, "all_files_processings.txt"), { onFailure: warn, account });
  const events = new RunEvents(FACTS.runId, log.record);
  events.addFirst(reports.listen);
  return {
    events,
    finish: (): void => {
      const { warnings } = reports.finish({ outcome: "completed", exitCode: 0, failure: null });
      warnings.forEach(warn);
      log[Symbol.dispose]();
    },
  };
}

interface Parts {
  readonly extractor: Extractor;
  readonly limiter: RateLimiter;
  readonly observer: CallObserver;
  readonly account: CallAccount;
  readonly emit: RunListener;
  readonly span: Parameters<typeof runStage>[0]["span"];
}

/** The extraction stage of the pipeline. Returns the number of settled chunks. */
async function extractAll(
  { calls }: ObservedTask,
  { extractor, limiter, observer, account, emit, span }: Parts,
): Promise<number> {
  const total = calls * CHUNKS_A_CALL;
  const { profile } = extractor;
  const asked = { stage: "extract", profile, paid: true, force: false } as const;
  const plan = { ...asked, batchSize: CHUNKS_A_CALL, batchTokens: Number.MAX_SAFE_INTEGER, total };
  const halt = new AbortController();
  const context = {
    runId: "bench",
    now: () => new Date(),
    emit,
    stop: halt.signal,
    halt: () => halt.abort(),
    tally: new RunTally(),
    budget: new Budget(null, account),
  };
  const requestsFor = (batch: readonly PendingChunk[]) =>
    batch.map(({ view }, index) => ({ label: batchLabel(index), turns: view }));
  let settled = 0;
  await runStage({ emit, span }, "extract", total, (stage) =>
    runBatches<ExtractionReply>({ ...context, span: stage }, pendingChunks(1, total), {
      plan,
      operation: "extract",
      limiter,
      observer,
      taperedTokens: null,
      tokens: (batch) => extractor.callTokens?.(requestsFor(batch)) ?? { inputTokens: 0, maxOutputTokens: 0 },
      request: (batch) => extractor.extract.bind(extractor, requestsFor(batch)),
      read: ({ limits = [], usage, raw }) => ({ limits, usage, text: raw }),
      commit: async (batch, { reply: { extractions } }) => {
        settled += extractions.size;
        const missing = batch.filter((_, index) => !extractions.has(batchLabel(index)));
        return { settled: extractions.size, missing, unusable: new Map(), cutOff: false, invalid: null };
      },
      deadLetter: async () => {},
    }),
  );
  return settled;
}

if (process.argv[1] === import.meta.filename)
  console.log(JSON.stringify(await observedRun(JSON.parse(process.argv[2] ?? "") as ObservedTask)));
