import type { StageEstimate, StageMeasurement } from "../../packages/colloquy/src/estimation/index.ts";
import { createModelExtractor } from "../../packages/colloquy/src/extraction/by-model/index.ts";
import { DEFAULT_ONTOLOGY } from "../../packages/colloquy/src/extraction/index.ts";
import { extractPending } from "../../packages/colloquy/src/pipeline/extract.ts";
import { Budget, CallAccount, CallObserver, ping, UNTRACED } from "../../packages/colloquy/src/calls/index.ts";
import { estimateOf, planExtraction } from "../../packages/colloquy/src/pipeline/index.ts";
import { RunTally } from "../../packages/colloquy/src/pipeline/run-tally.ts";
import type { ChatModel, Ledger, Pricing } from "../../packages/colloquy/src/ports/index.ts";
import { createRateLimiter } from "@colloquy/rate-limit";
import type { SimulationOptions } from "@colloquy/simulated-provider";
import { createSimulatedChatModel } from "../../packages/colloquy/src/testing/index.ts";
import { createVirtualClock } from "../throughput/virtual-clock.ts";
import { CHUNKS_A_CALL, randomNumbers } from "../throughput/workload.ts";
import { sampledExtractor } from "./sampled-extractor.ts";

/** The outcome of a run, in the quantities of an estimate. */
export interface Outcome {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number;
  readonly seconds: number;
}

export interface StageRun {
  readonly estimate: StageEstimate;
  readonly outcome: Outcome;
  readonly measurement: StageMeasurement;
  readonly rateLimited: number;
  readonly deadLetters: number;
}

export interface StageTask {
  readonly ledger: Ledger;
  readonly simulation: SimulationOptions & { readonly seed: number };
  readonly limit: number;
  readonly pricing: Pricing;
  readonly measurement: StageMeasurement | null;
  /** Limits that the user sets. */
  readonly given: { readonly requests?: number; readonly tokens?: number };
}

/** Estimates the pending chunks of a ledger, then runs the pipeline's stage over them, in virtual time. */
export async function runModelStage(task: StageTask): Promise<StageRun> {
  const { ledger, simulation, pricing, given, limit } = task;
  const { seed } = simulation;
  const clock = createVirtualClock();
  const before = (await ledger.counts()).chunks.extracted;
  const chatModel: ChatModel = createSimulatedChatModel({ clock, options: simulation });
  const { extractor, samples } = sampledExtractor(
    createModelExtractor({ chatModel, ontology: DEFAULT_ONTOLOGY }),
    clock,
  );
  await using limiter = createRateLimiter({
    clock,
    random: randomNumbers(seed),
    ping: (options) => chatModel.ping(options),
    ...(given.requests === undefined ? {} : { requestsPerMinute: given.requests }),
    ...(given.tokens === undefined ? {} : { tokensPerMinute: given.tokens }),
  });
  const planned = await planExtraction(ledger, extractor, {
    batchSize: CHUNKS_A_CALL,
    limit,
    force: false,
    deadLettersOnly: false,
  });
  const estimate = estimateOf(planned, {
    pricing,
    measurement: task.measurement,
    perMinute: given,
    maxConcurrent: "auto",
  });
  if (estimate === null) throw new Error("The estimate has no pending work.");
  const account = new CallAccount();
  const observer = new CallObserver({
    stage: "extract",
    pricing,
    span: UNTRACED,
    wantsContent: false,
    account,
    emit: () => {},
  });
  const halt = new AbortController();
  const context = {
    runId: "bench",
    now: () => new Date(),
    emit: () => {},
    stop: halt.signal,
    halt: () => halt.abort(),
    tally: new RunTally(),
    span: UNTRACED,
    budget: new Budget(null, account),
  };
  let begunAt = clock.now();
  await clock.runUntil(
    (async () => {
      await ping(extractor, { stage: "extract", limiter, observer, emit: () => {}, clock });
      begunAt = clock.now();
      await extractPending(context, ledger, { port: extractor, limiter, observer }, planned, 0.5);
    })(),
  );
  // Estimates do not include pings.
  const { calls, attempts, inputTokens, outputTokens, costUsd } = account.totals({ pings: false });
  const { perMinute, admitted, rateLimited } = limiter.snapshot;
  const { deadLetters, extracted } = (await ledger.counts()).chunks;
  const seconds = (clock.now() - begunAt) / 1000;
  return {
    estimate,
    outcome: {
      calls,
      inputTokens,
      outputTokens,
      costUsd: costUsd ?? Number.NaN,
      seconds,
    },
    measurement: {
      stage: "extract",
      profile: extractor.profile,
      model: pricing.model,
      runId: `seed-${seed}`,
      runs: 1,
      batchSize: CHUNKS_A_CALL,
      samples,
      settled: extracted - before,
      calls,
      attempts,
      replies: samples.length,
      seconds,
      perMinute,
      admitted,
      peakInFlight: 1,
    },
    rateLimited,
    deadLetters,
  };
}
