import { DEFAULTS } from "../config/index.ts";
import type { LaneMeasurement } from "../estimation/index.ts";
import { CallObserver, type IngestResult, NEVER_ABORTED, runIngest, type RunListener } from "../pipeline/index.ts";
import type { GraphStore, Lane, Ledger, VectorStore } from "../ports/index.ts";
import { openEmbeddingLane } from "./models/embedding-lane.ts";
import { openExtractionLane } from "./models/extraction-lane.ts";
import type { LaneHearing } from "./models/lane.ts";
import { giveUpAfterMs } from "./models/lane-limiter.ts";
import { LaneWatches } from "./models/lane-watches.ts";
import type { RunOptions } from "./run-options.ts";
import type { WorkspaceRun } from "./run-workspace.ts";
import type { Trace } from "./traced.ts";
import { whenProcessEnds } from "./when-process-ends.ts";

export interface Opened {
  readonly ledger: Ledger;
  readonly graphStore: GraphStore;
  readonly vectorStore: VectorStore;
  readonly trace: Trace;
}

/** Runs with ledger and stores that are open: opens what the two lanes ask, watches them, and lets go of them again. */
export async function runOpened(
  { trace, ...stores }: Opened,
  work: WorkspaceRun,
  options: RunOptions,
): Promise<IngestResult> {
  const { threads, files, folder, limit, force, deadLettersOnly, run, startedAt } = work;
  const { onEvent: listen = () => undefined, signal = NEVER_ABORTED } = options;
  using watches = new LaneWatches(listen, signal);
  const emit: RunListener = (event) => watches.hear(event);
  const observerOf = (lane: Lane): CallObserver =>
    new CallObserver({ lane, pricing: work.pricing[lane], ...trace, emit });
  const observers = { extraction: observerOf("extraction"), embedding: observerOf("embedding") };
  // Before the reports are written: what is in flight then may have been paid for.
  using _ending = whenProcessEnds(() => Object.values(observers).forEach((observer) => observer.close()));
  const hearing = (lane: Lane): LaneHearing => ({ observer: observers[lane], emit });
  await using extraction = await openExtractionLane(work.models, options, hearing("extraction"));
  const parts = { models: work.models, ledger: stores.ledger, texts: threads };
  await using embedding = await openEmbeddingLane(parts, options, hearing("embedding"));
  watches.watch("extraction", extraction, observers.extraction);
  watches.watch("embedding", embedding, observers.embedding);
  // Awaited here, because the parts are disposed of when this returns.
  return await runIngest(
    {
      ...stores,
      reader: files === null ? null : threads,
      extractor: extraction.port,
      extractionLimiter: extraction.limiter,
      embeddingModel: embedding.port,
      embeddingLimiter: embedding.limiter,
      analyser: threads.analyser,
      observers,
      span: trace.span,
      measured: {
        extraction: lastMeasured(work.measurements, "extraction", extraction.port),
        embedding: lastMeasured(work.measurements, "embedding", embedding.port),
      },
      onLaneEnded: (lane) => {
        watches.end(lane);
        return lane === "extraction" ? extraction.endThreads() : threads[Symbol.asyncDispose]();
      },
    },
    {
      run,
      startedAt,
      workspace: folder.name,
      reading: files,
      batchSize: options.batchSize ?? DEFAULTS.batchSize,
      minConfidence: options.minConfidence ?? DEFAULTS.minConfidence,
      limit,
      force,
      deadLettersOnly,
      giveUpAfterMs: giveUpAfterMs(options),
      maxConcurrent: options.maxConcurrent ?? "auto",
      ...(options.maxCost === undefined ? {} : { maxCostUsd: options.maxCost }),
      skipKg: options.skipKg ?? false,
      skipEmbeddings: embedding.left || (options.skipEmbeddings ?? false),
      emit,
      signal,
      now: () => new Date(),
    },
  );
}

/** Another model or prompt tells nothing. */
function lastMeasured(
  measurements: readonly LaneMeasurement[],
  lane: Lane,
  { profile }: { readonly profile: string },
): LaneMeasurement | null {
  return measurements.find((measured) => measured.lane === lane && measured.profile === profile) ?? null;
}
