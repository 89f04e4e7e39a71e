import { HashingEmbeddingModel } from "../adapters/hashing/index.ts";
import { applyAliases } from "./apply-aliases.ts";
import { acquireLock } from "../adapters/sqlite/lock.ts";
import { createRunLog, storesHeading } from "../metrics/index.ts";
import { NEVER_ABORTED } from "../calls/index.ts";
import type { ProjectionParts, ProjectionSettings } from "../pipeline/index.ts";
import { openLedger } from "./ledger.ts";
import { logPlace } from "./log-place.ts";
import { logged } from "./instrumentation.ts";
import { type OpenStores, openStores, type OpenStoresOptions } from "./open-stores.ts";
import type { StoredWorkspaceOptions } from "./project-options.ts";
import { ReadingPool } from "./reading-pool.ts";
import { createRunId, RunEvents } from "./run-events.ts";
import { describePlaces, EMBEDDED, type StorePlaces } from "../stores/index.ts";
import { remarksOnAliases } from "./remarks-on-aliases.ts";
import { remarksOnReplaced } from "./sync-remarks.ts";
import { requireWritable, type WorkspaceFolder } from "./workspace-folder.ts";

/** Replaces an unused store: an empty store in memory. */
export const NOWHERE = { store: EMBEDDED, path: ":memory:" } as const;

/** A locked and opened workspace. Each pair of stores is in the order of its places. */
export interface OpenedWorkspace extends ProjectionParts {
  readonly stores: readonly OpenStores[];
  readonly settings: ProjectionSettings;
}

export interface StoredWork {
  readonly folder: WorkspaceFolder;
  /** The places of the stores, which are already reached. */
  readonly places: readonly StorePlaces[];
  /** Whether rows of another ledger may be replaced, which needs a warning. */
  readonly replaces: boolean;
  /** Called after the workspace is locked and before its stores are opened. */
  readonly beforeOpening?: () => void;
}

/** Locks a workspace, opens its ledger and stores for some work, and writes the log. */
export async function withWorkspace<Result>(
  { folder, places, replaces, beforeOpening }: StoredWork,
  options: StoredWorkspaceOptions,
  work: (opened: OpenedWorkspace) => Promise<Result>,
): Promise<Result> {
  const now = new Date();
  const events = new RunEvents(createRunId(now), options.onEvent);
  const { signal = NEVER_ABORTED } = options;
  using log = createRunLog(logPlace(options, folder), { onFailure: events.warn });
  events.addFirst(log.record);
  return await logged(log, storesHeading(folder.name), async () => {
    requireWritable(folder);
    using _lock = acquireLock(folder.lock, events.runId, now.toISOString());
    await using ledger = await openLedger(folder.ledger, folder.name);
    await applyAliases(folder, ledger);
    (await remarksOnAliases(folder, ledger)).forEach(events.warn);
    await using texts = new ReadingPool(1);
    beforeOpening?.();
    const { profile, dimensions } = new HashingEmbeddingModel();
    return await withStores(places, { notify: events.warn, signal }, async (stores) => {
      for (const { holds, text } of places.flatMap(describePlaces)) events.notice(`${holds}: ${text}`);
      for (const pair of replaces ? stores : [])
        (await remarksOnReplaced(pair, ledger, folder.name)).forEach(events.warn);
      const settings = { workspace: folder.name, emit: events.emit, signal };
      return work({ ledger, analyser: texts.analyser, embedding: { profile, dimensions }, stores, settings });
    });
  });
}

async function withStores<Result>(
  [places, ...further]: readonly StorePlaces[],
  opening: OpenStoresOptions,
  work: (stores: readonly OpenStores[]) => Promise<Result>,
  opened: readonly OpenStores[] = [],
): Promise<Result> {
  if (places === undefined) return work(opened);
  await using stores = await openStores(places, opening);
  return await withStores(further, opening, work, [...opened, stores]);
}
