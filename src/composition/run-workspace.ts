import { randomBytes } from "node:crypto";
import { acquireLock } from "../adapters/sqlite/lock.ts";
import { DEFAULTS } from "../config/index.ts";
import { type IngestResult, NEVER_ABORTED, type ReadOptions, runIngest } from "../pipeline/index.ts";
import type { GraphStore, Ledger, VectorStore } from "../ports/index.ts";
import { openLedger } from "./ledger.ts";
import { openEmbeddingLane } from "./models/embedding-lane.ts";
import { openExtractionLane } from "./models/extraction-lane.ts";
import type { FoundModels } from "./models/find-models.ts";
import { giveUpAfterMs } from "./models/lane-limiter.ts";
import { watchLane } from "./models/watch-lane.ts";
import { openStores } from "./open-stores.ts";
import { ReadingPool } from "./reading-pool.ts";
import type { RunOptions } from "./run-options.ts";
import { describePlaces, remarkOnReplaced, type StorePlaces } from "./stores/index.ts";
import type { WorkspaceFolder } from "./workspace-folder.ts";

/** What a run does, beside what its options say. */
export interface WorkspaceRun {
  readonly folder: WorkspaceFolder;
  readonly places: StorePlaces;
  readonly models: FoundModels;
  /** Null: nothing is read. */
  readonly reading: { readonly reader: ReadingPool; readonly files: ReadOptions } | null;
  readonly limit: number | null;
  readonly force: boolean;
  readonly deadLettersOnly: boolean;
  /** Looks at the ledger before anything is begun; what it throws stops the run. */
  readonly check?: (ledger: Ledger) => Promise<void>;
  /** Looks at the ledger when all is done. */
  readonly end?: (ledger: Ledger) => Promise<void>;
}

/** Holds the workspace's lock while it opens ledger and stores and runs. */
export async function runWorkspace(work: WorkspaceRun, options: RunOptions): Promise<IngestResult> {
  const { folder, places } = work;
  const { onEvent: emit = () => undefined, signal = NEVER_ABORTED } = options;
  const now = new Date();
  const run = runId(now);
  using _lock = acquireLock(folder.lock, run, now.toISOString());
  await using ledger = await openLedger(folder.ledger, folder.name);
  await work.check?.(ledger);
  await using stores = await openStores(places, { tell: (message) => emit({ event: "warning", message }), signal });
  // Both are reached before a model is asked for anything, be it the dimensions of its vectors.
  await stores.graphStore.prepare();
  const replaced = await remarkOnReplaced(stores, ledger, folder.name);
  for (const { holds, text } of describePlaces(places)) emit({ event: "notice", message: `${holds}: ${text}` });
  if (replaced !== null) emit({ event: "warning", message: replaced });
  const { graphStore, vectorStore } = stores;
  const result = await runOpened({ run, ledger, graphStore, vectorStore }, work, options);
  await work.end?.(ledger);
  return result;
}

interface Opened {
  readonly run: string;
  readonly ledger: Ledger;
  readonly graphStore: GraphStore;
  readonly vectorStore: VectorStore;
}

async function runOpened({ run, ...stores }: Opened, work: WorkspaceRun, options: RunOptions): Promise<IngestResult> {
  const { reading, folder, limit, force, deadLettersOnly } = work;
  const { onEvent: emit = () => undefined } = options;
  await using texts = new ReadingPool(1);
  await using extraction = await openExtractionLane(work.models, options, emit);
  await using embedding = await openEmbeddingLane({ ...work, ledger: stores.ledger, texts }, options, emit);
  using _extraction = watchLane("extraction", extraction, emit);
  using _embedding = watchLane("embedding", embedding, emit);
  // Awaited here, because the parts are disposed of when this returns.
  return await runIngest(
    {
      ...stores,
      reader: reading?.reader ?? null,
      extractor: extraction.port,
      extractionLimiter: extraction.limiter,
      embeddingModel: embedding.port,
      embeddingLimiter: embedding.limiter,
      analyser: texts.analyser,
      priorCalls: embedding.priorCalls,
      onLaneEnded: (lane) => (lane === "extraction" ? extraction : embedding).letGo(),
    },
    {
      run,
      workspace: folder.name,
      reading: reading?.files ?? null,
      batchSize: options.batchSize ?? DEFAULTS.batchSize,
      minConfidence: options.minConfidence ?? DEFAULTS.minConfidence,
      limit,
      force,
      deadLettersOnly,
      giveUpAfterMs: giveUpAfterMs(options),
      skipKg: options.skipKg ?? false,
      skipEmbeddings: embedding.left || (options.skipEmbeddings ?? false),
      emit,
      signal: options.signal ?? NEVER_ABORTED,
      now: () => new Date(),
    },
  );
}

/** Sorts by time, and differs for two runs of one moment. */
export function runId(now: Date): string {
  const time = now.toISOString().replace(/[-:]/g, "").replace(/\..*/, "").replace("T", "-");
  return `${time}-${randomBytes(2).toString("hex")}`;
}
