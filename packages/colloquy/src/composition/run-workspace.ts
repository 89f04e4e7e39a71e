import { randomBytes } from "node:crypto";
import { acquireLock } from "../adapters/sqlite/lock.ts";
import type { LaneMeasurement } from "../estimation/index.ts";
import { hasReport } from "../metrics/index.ts";
import { type IngestResult, NEVER_ABORTED, type ReadOptions } from "../pipeline/index.ts";
import type { Lane, Ledger, Pricing } from "../ports/index.ts";
import { bookCrashedRuns } from "./crashed-runs.ts";
import { remarkOnCutOff } from "./cut-off.ts";
import { openLedger } from "./ledger.ts";
import type { FoundModels } from "./models/find-models.ts";
import { openStores } from "./open-stores.ts";
import { priceCaveats, pricingOfProfile } from "./pricing.ts";
import type { ReadingPool } from "./reading-pool.ts";
import type { Recording } from "./recorded.ts";
import { runOpened } from "./run-opened.ts";
import type { RunOptions } from "./run-options.ts";
import { describePlaces, remarksOnReplaced, type StorePlaces } from "./stores/index.ts";
import { requireWritable, type WorkspaceFolder } from "./workspace-folder.ts";

/** What a run does, beside what its options say. */
export interface WorkspaceRun {
  readonly folder: WorkspaceFolder;
  readonly places: StorePlaces;
  readonly models: FoundModels;
  /** What the calls of each lane cost. */
  readonly pricing: Readonly<Record<Lane, Pricing>>;
  /** What runs before measured. */
  readonly measurements: readonly LaneMeasurement[];
  /** Names the run. */
  readonly run: string;
  readonly startedAt: Date;
  /** The folder of the workspace's reports. */
  readonly reportsIn: string;
  /** Reads the files, hashes words and analyses texts. */
  readonly threads: ReadingPool;
  /** Null: nothing is read. */
  readonly files: ReadOptions | null;
  readonly limit: number | null;
  readonly force: boolean;
  readonly deadLettersOnly: boolean;
  /** Looks at the ledger before anything is begun; what it throws stops the run. */
  readonly check?: (ledger: Ledger) => Promise<void>;
  /** Looks at the ledger when all is done. */
  readonly end?: (ledger: Ledger) => Promise<void>;
}

/** Holds the workspace's lock while it opens ledger and stores and runs. */
export async function runWorkspace(
  work: WorkspaceRun,
  { beginTrace, reported }: Recording,
  options: RunOptions,
): Promise<IngestResult> {
  const { folder, places, run, startedAt } = work;
  const { onEvent: emit = () => undefined, signal = NEVER_ABORTED } = options;
  requireWritable(folder);
  using lock = acquireLock(folder.lock, run, startedAt.toISOString());
  const cutOff = remarkOnCutOff(lock.leftBy, work.reportsIn);
  if (cutOff !== null) emit({ event: "notice", message: cutOff });
  await using ledger = await openLedger(folder.ledger, folder.name);
  await work.check?.(ledger);
  await bookCrashedRuns(ledger, {
    reportsIn: work.reportsIn,
    workspace: folder.name,
    pricingOf: (profile) => pricingOfProfile(profile, options, work.pricing),
    emit,
  });
  await using stores = await openStores(places, { tell: (message) => emit({ event: "warning", message }), signal });
  // Both are reached before a model is asked for anything, be it the dimensions of its vectors.
  await stores.graphStore.prepare();
  const replaced = await remarksOnReplaced(stores, ledger, folder.name);
  for (const { holds, text } of describePlaces(places)) emit({ event: "notice", message: `${holds}: ${text}` });
  for (const message of [...replaced, ...priceCaveats(options, work.pricing)]) emit({ event: "warning", message });
  const { graphStore, vectorStore } = stores;
  try {
    return await reported(async () => {
      const result = await runOpened({ ledger, graphStore, vectorStore, trace: beginTrace() }, work, options);
      await work.end?.(ledger);
      return result;
    });
  } finally {
    await closeReported(ledger, work);
  }
}

/** What was paid is in the reports then. Otherwise, and where that cannot be recorded, the next run looks for them. */
async function closeReported(ledger: Ledger, { run, reportsIn }: WorkspaceRun): Promise<void> {
  if (hasReport(reportsIn, run)) await ledger.closeRun(run).catch(() => undefined);
}

/** Sorts by time, and differs for two runs of one moment. */
export function runId(now: Date): string {
  const time = now.toISOString().replace(/[-:]/g, "").replace(/\..*/, "").replace("T", "-");
  return `${time}-${randomBytes(2).toString("hex")}`;
}
