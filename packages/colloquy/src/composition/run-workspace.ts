import { acquireLock } from "../adapters/sqlite/lock.ts";
import { CallObserver, NEVER_ABORTED } from "../calls/index.ts";
import { DEFAULTS } from "../config/index.ts";
import type { StageMeasurement } from "../estimation/index.ts";
import { removeFolders } from "../files/index.ts";
import { hasReport } from "../metrics/index.ts";
import { type IngestResult, type FilesToRead, runIngest, type RunParts } from "../pipeline/index.ts";
import type { ModelStage, Ledger, Pricing } from "../ports/index.ts";
import { bookCrashedRuns, crashedRunNotice } from "./crashed-runs.ts";
import { instrumented, openInstrumentation, type RecordedRun, type Recording } from "./instrumentation.ts";
import { openLedger } from "./ledger.ts";
import { openEmbeddingStage } from "./models/embedding-stage.ts";
import { openExtractionStage } from "./models/extraction-stage.ts";
import type { FoundModels } from "./models/find-models.ts";
import { giveUpAfterOf } from "./models/stage-limiter.ts";
import { StageWatches } from "./models/stage-watches.ts";
import { openStores, type OpenStores } from "./open-stores.ts";
import { priceCaveats, pricingOfProfile } from "./pricing.ts";
import type { ReadingPool } from "./reading-pool.ts";
import type { RunOptions } from "./run-options.ts";
import { describePlaces, type StorePlaces } from "../stores/index.ts";
import { remarksOnReplaced } from "./sync-remarks.ts";
import { whenProcessEnds } from "./when-process-ends.ts";
import { createWorkspaceFolder, requireWritable, type WorkspaceFolder } from "./workspace-folder.ts";

/** The parts of a run, in addition to its options. */
export interface WorkspaceRun extends Omit<RecordedRun, "workspace"> {
  readonly folder: WorkspaceFolder;
  readonly places: StorePlaces;
  readonly models: FoundModels;
  /** The prices of each stage's calls. */
  readonly pricing: Readonly<Record<ModelStage, Pricing>>;
  /** Measurements of earlier runs. */
  readonly measurements: readonly StageMeasurement[];
  /** Reads the files, hashes words and analyses texts. */
  readonly threads: ReadingPool;
  /** Null when the run reads no files. */
  readonly files: FilesToRead | null;
  readonly limit: number | null;
  readonly force: boolean;
  readonly deadLettersOnly: boolean;
  /** Checks the ledger before the run begins. An error stops the run. */
  readonly check?: (ledger: Ledger) => Promise<void>;
  /** Reads the ledger after the run. */
  readonly end?: (ledger: Ledger) => Promise<void>;
}

/** Creates the folder of the workspace, the log and the folder of the reports, all or none, then runs. */
export async function runWorkspace(work: WorkspaceRun, options: RunOptions): Promise<IngestResult> {
  const made = createWorkspaceFolder(work.folder);
  const open = () => {
    try {
      return openInstrumentation({ ...work, workspace: work.folder.name }, options);
    } catch (error) {
      removeFolders(made);
      throw error;
    }
  };
  using instrumentation = open();
  return await instrumented(instrumentation, options, (recording) => runLocked(work, recording, options));
}

/** Locks the workspace, opens ledger and stores, and runs. */
async function runLocked(work: WorkspaceRun, recording: Recording, options: RunOptions): Promise<IngestResult> {
  const { folder, places, events, startedAt, reportsIn } = work;
  const { signal = NEVER_ABORTED } = options;
  requireWritable(folder);
  using lock = acquireLock(folder.lock, events.runId, startedAt.toISOString());
  const crashed = crashedRunNotice(lock.leftBy, reportsIn);
  if (crashed !== null) events.notice(crashed);
  await using ledger = await openLedger(folder.ledger, folder.name);
  await work.check?.(ledger);
  await bookCrashedRuns(ledger, {
    reportsIn,
    workspace: folder.name,
    pricingOf: (profile) => pricingOfProfile(profile, options, work.pricing),
    emit: events.emit,
  });
  await using stores = await openStores(places, { notify: events.warn, signal });
  // Both stores are reached before the first call to a model.
  await stores.graphStore.prepare();
  const replaced = await remarksOnReplaced(stores, ledger, folder.name);
  for (const { holds, text } of describePlaces(places)) events.notice(`${holds}: ${text}`);
  [...replaced, ...priceCaveats(options, work.pricing)].forEach(events.warn);
  try {
    return await recording.reported(async () => {
      const result = await runOpened({ ledger, ...stores }, work, recording, options);
      await work.end?.(ledger);
      return result;
    });
  } finally {
    // If there is no report, or this update fails, the next run books the costs of this run.
    if (hasReport(reportsIn, events.runId)) await ledger.closeRun(events.runId).catch(() => undefined);
  }
}

/** Opens the ports of the two stages, watches the stages, runs, and closes the ports. */
async function runOpened(
  { ledger, graphStore, vectorStore }: Pick<OpenStores, "graphStore" | "vectorStore"> & { readonly ledger: Ledger },
  work: WorkspaceRun,
  { account, beginTrace }: Recording,
  options: RunOptions,
): Promise<IngestResult> {
  const { threads, files, folder, limit, force, deadLettersOnly, events, startedAt } = work;
  const { signal = NEVER_ABORTED } = options;
  const { emit, runId } = events;
  const trace = beginTrace();
  const observerOf = (stage: ModelStage): CallObserver =>
    new CallObserver({ stage, pricing: work.pricing[stage], ...trace, account, emit });
  const observers = { extraction: observerOf("extract"), embedding: observerOf("embed") };
  // Runs before the reports are written, because calls in flight may be paid for.
  using _ending = whenProcessEnds(() => Object.values(observers).forEach((observer) => observer.close()));
  using watches = new StageWatches({ account, emit, stop: signal });
  events.addFirst((event) => watches.listen(event));
  await using extraction = await openExtractionStage(work.models, options, observers.extraction, emit);
  const parts = { models: work.models, ledger, texts: threads };
  await using embedding = await openEmbeddingStage(parts, options, observers.embedding, emit);
  watches.watch("extract", extraction);
  watches.watch("embed", embedding);
  const runParts: RunParts = {
    ledger,
    graphStore,
    vectorStore,
    reader: files === null ? null : threads,
    extraction,
    embedding,
    analyser: threads.analyser,
    account,
    span: trace.span,
    measured: {
      extract: lastMeasured(work.measurements, "extract", extraction.port),
      embed: lastMeasured(work.measurements, "embed", embedding.port),
    },
    onStageEnded: (stage) => {
      watches.end(stage);
      return stage === "extract" ? extraction.endThreads() : threads[Symbol.asyncDispose]();
    },
  };
  // Awaited here, because the stages are disposed of when this function returns.
  return await runIngest(runParts, {
    runId,
    startedAt,
    workspace: folder.name,
    reading: files,
    batchSize: options.batchSize ?? DEFAULTS.batchSize,
    minConfidence: options.minConfidence ?? DEFAULTS.minConfidence,
    limit,
    force,
    deadLettersOnly,
    giveUpAfterMs: giveUpAfterOf(options),
    maxConcurrent: options.maxConcurrent ?? "auto",
    ...(options.maxCostUsd === undefined ? {} : { maxCostUsd: options.maxCostUsd }),
    skipKg: options.skipKg ?? false,
    skipEmbeddings: embedding.isSkipped || (options.skipEmbeddings ?? false),
    emit,
    signal,
    now: () => new Date(),
  });
}

/** Only measurements of the same model and prompt are used. */
function lastMeasured(
  measurements: readonly StageMeasurement[],
  stage: ModelStage,
  { profile }: { readonly profile: string },
): StageMeasurement | null {
  return measurements.find((measured) => measured.stage === stage && measured.profile === profile) ?? null;
}
