import { applyAliases } from "./apply-aliases.ts";
import { acquireLock } from "../adapters/sqlite/lock.ts";
import { Budget, CallObserver, NEVER_ABORTED } from "../calls/index.ts";
import { DEFAULTS } from "../config/index.ts";
import type { StageMeasurement } from "../estimation/index.ts";
import { JUDGE_PROMPT_VERSION } from "../judging/index.ts";
import { hasReport, readMeasurements } from "../metrics/index.ts";
import { type IngestResult, type FilesToRead, runIngest, type RunParts } from "../pipeline/index.ts";
import { byModelStage, type Ledger, type ModelStage, type Pricing, QUESTION_STAGES } from "../ports/index.ts";
import { bookCrashedRuns, crashedRunNotice } from "./crashed-runs.ts";
import type { IngestOptions } from "./ingest-options.ts";
import { instrumented, type Recording } from "./instrumentation.ts";
import { openLedger } from "./ledger.ts";
import { openEmbeddingStage } from "./models/embedding-stage.ts";
import { openExtractionStage } from "./models/extraction-stage.ts";
import type { FoundModels } from "./models/find-models.ts";
import { withIndexedModel } from "./models/indexed-model.ts";
import { openCheckingStage, openJudgingStage, openSummarisingStage } from "./models/question-stages.ts";
import { giveUpAfterOf } from "./models/stage-limiter.ts";
import { StageWatches } from "../metrics/index.ts";
import { openStores, type OpenStores } from "./open-stores.ts";
import { priceCaveats, pricingOfProfile } from "./pricing.ts";
import type { ReadingPool } from "./reading-pool.ts";
import type { RunEvents } from "./run-events.ts";
import type { RunOptions } from "./run-options.ts";
import { reportFolder } from "./run-reports.ts";
import { describePlaces, type StorePlaces } from "../stores/index.ts";
import { remarksOnAliases } from "./remarks-on-aliases.ts";
import { remarksOnReplaced } from "./sync-remarks.ts";
import { whenProcessEnds } from "./when-process-ends.ts";
import { requireWritable, type WorkspaceFolder } from "./workspace-folder.ts";

/** The parts of a run, in addition to its options. */
export interface WorkspaceRun {
  readonly events: RunEvents;
  readonly folder: WorkspaceFolder;
  readonly places: StorePlaces;
  readonly models: FoundModels;
  /** The prices of each stage's calls. */
  readonly pricing: Readonly<Record<ModelStage, Pricing>>;
  /** Reads the files, hashes words and analyses texts. */
  readonly threads: ReadingPool;
  /** Null when the run reads no files and only sends the dead letters again. */
  readonly files: FilesToRead | null;
  /** Checks the ledger before the run begins. An error stops the run. */
  readonly check?: (ledger: Ledger) => Promise<void>;
  /** Reads the ledger after the run. */
  readonly end?: (ledger: Ledger) => Promise<void>;
}

type Options = RunOptions & Pick<IngestOptions, "limit" | "force">;

/** Runs with a log, reports and a trace. */
export function runWorkspace(work: WorkspaceRun, options: Options): Promise<IngestResult> {
  const startedAt = new Date();
  return instrumented({ ...work, startedAt }, options, (recording) => runLocked(work, startedAt, recording, options));
}

/** Locks the workspace, opens ledger and stores, and runs. */
async function runLocked(
  work: WorkspaceRun,
  startedAt: Date,
  recording: Recording,
  options: Options,
): Promise<IngestResult> {
  const { folder, places, events } = work;
  const reportsIn = reportFolder(options.outputDir, folder.name);
  const { signal = NEVER_ABORTED } = options;
  requireWritable(folder);
  using lock = acquireLock(folder.lock, events.runId, startedAt.toISOString());
  const crashed = crashedRunNotice(lock.leftBy, reportsIn);
  if (crashed !== null) events.notice(crashed);
  await using ledger = await openLedger(folder.ledger, folder.name);
  await applyAliases(folder, ledger);
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
      const result = await runOpened({ ledger, ...stores }, work, startedAt, recording, options);
      await work.end?.(ledger);
      (await remarksOnAliases(folder, ledger)).forEach(events.warn);
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
  startedAt: Date,
  { account, beginTrace }: Recording,
  options: Options,
): Promise<IngestResult> {
  const { threads, files, folder, events, models, pricing } = await withIndexedModel(work, ledger, options);
  const { signal = NEVER_ABORTED } = options;
  const { emit, runId } = events;
  const trace = beginTrace();
  const budget = new Budget(options.maxCostUsd ?? null, account);
  const observerOf = (stage: ModelStage): CallObserver =>
    new CallObserver({ stage, pricing: pricing[stage], ...trace, account, budget, emit });
  const observers = byModelStage(observerOf);
  // Runs before the reports are written, because calls in flight may be paid for.
  using _ending = whenProcessEnds(() => Object.values(observers).forEach((observer) => observer.close()));
  using watches = new StageWatches({ account, emit, stop: signal });
  events.addFirst((event) => watches.listen(event));
  const inUse = chatStageInUse(events);
  await using extraction = await openExtractionStage(models, options, observers.extract, emit, inUse);
  const parts = { models, ledger, texts: threads };
  await using embedding = await openEmbeddingStage(parts, options, observers.embed, emit);
  await using checking = openCheckingStage(models, options, { observer: observers.check, emit, extraction });
  await using judging = openJudgingStage(models, options, { observer: observers.judge, emit, extraction });
  const summaryParts = { observer: observers.summarise, emit, extraction };
  await using summarising = openSummarisingStage(models, options, summaryParts);
  if (checking !== null) watches.watch("check", checking);
  if (judging !== null) watches.watch("judge", judging);
  if (summarising !== null) watches.watch("summarise", summarising);
  watches.watch("extract", extraction);
  watches.watch("embed", embedding);
  const measurements = readMeasurements(reportFolder(options.outputDir, folder.name));
  const runParts: RunParts = {
    ledger,
    graphStore,
    vectorStore,
    reader: files === null ? null : threads,
    extraction,
    embedding,
    ...(checking === null ? {} : { checking: { ...checking, all: options.verifyAll ?? false } }),
    ...(judging === null ? { judgeVersion: JUDGE_PROMPT_VERSION } : { judging }),
    ...(summarising === null ? {} : { summarising }),
    analyser: threads.analyser,
    account,
    budget,
    span: trace.span,
    measured: {
      extract: lastMeasured(measurements, "extract", extraction.port),
      embed: lastMeasured(measurements, "embed", embedding.port),
      check: checking === null ? null : lastMeasured(measurements, "check", checking.port),
      judge: judging === null ? null : lastMeasured(measurements, "judge", judging.port),
      summarise: summarising === null ? null : lastMeasured(measurements, "summarise", summarising.port),
    },
    onStageEnded: (stage) => {
      watches.end(stage);
      if (stage === "extract") return extraction.endThreads();
      return stage === "embed" ? threads[Symbol.asyncDispose]() : Promise.resolve();
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
    limit: options.limit ?? null,
    force: options.force ?? false,
    deadLettersOnly: files === null,
    giveUpAfterMs: giveUpAfterOf(options),
    maxConcurrent: options.maxConcurrent ?? "auto",
    summaryEntities: options.summaryEntities ?? DEFAULTS.summaryEntities,
    skipKg: options.skipKg ?? false,
    skipEmbeddings: embedding.isSkipped || (options.skipEmbeddings ?? false),
    emit,
    signal,
    now: () => new Date(),
  });
}

const CHAT_STAGES: readonly ModelStage[] = ["extract", ...QUESTION_STAGES];

/** Returns the stage that calls a chat model at the moment: chat models are called by one stage after another. */
function chatStageInUse(events: RunEvents): () => ModelStage {
  let inUse: ModelStage = "extract";
  events.addFirst((event) => {
    if (event.event === "stage.started") inUse = CHAT_STAGES.find((stage) => stage === event.stage) ?? inUse;
  });
  return () => inUse;
}

/** Only measurements of the same model and prompt are used. */
function lastMeasured(
  measurements: readonly StageMeasurement[],
  stage: ModelStage,
  { profile }: { readonly profile: string },
): StageMeasurement | null {
  return measurements.find((measured) => measured.stage === stage && measured.profile === profile) ?? null;
}
