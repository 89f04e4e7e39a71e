import { HashingEmbeddingModel } from "../adapters/hashing/index.ts";
import { acquireLock } from "../adapters/sqlite/lock.ts";
import { createRunLog, storesHeading } from "../metrics/index.ts";
import { NEVER_ABORTED, type ProjectionParts, type ProjectionSettings } from "../pipeline/index.ts";
import { openLedger } from "./ledger.ts";
import { logPlace } from "./log-place.ts";
import { logged } from "./logged.ts";
import { type OpenStores, openStores, type OpenStoresOptions } from "./open-stores.ts";
import type { StoredWorkspaceOptions } from "./project-options.ts";
import { ReadingPool } from "./reading-pool.ts";
import { runId } from "./run-workspace.ts";
import { describePlaces, remarksOnReplaced, type StorePlaces } from "./stores/index.ts";
import { requireWritable, type WorkspaceFolder } from "./workspace-folder.ts";

/** A workspace that is held and open, with each pair of its stores in the order of their places. */
export interface OpenedWorkspace extends ProjectionParts {
  readonly stores: readonly OpenStores[];
  readonly settings: ProjectionSettings;
}

export interface Holding {
  readonly folder: WorkspaceFolder;
  /** Reached already. */
  readonly places: readonly StorePlaces[];
  /** What the stores held of another ledger is about to go: that is worth a warning. */
  readonly replaces: boolean;
  /** Called when the workspace is held and its stores are not open yet. */
  readonly beforeOpening?: () => void;
}

/** Holds a workspace's lock while something works with its ledger and stores, and keeps the log of it. */
export async function withOpened<Result>(
  { folder, places, replaces, beforeOpening }: Holding,
  options: StoredWorkspaceOptions,
  work: (opened: OpenedWorkspace) => Promise<Result>,
): Promise<Result> {
  using log = createRunLog(logPlace(options, folder), Date.now, (message) =>
    options.onEvent?.({ event: "warning", message }),
  );
  return await logged(
    log,
    storesHeading(folder.name),
    options,
    async ({ onEvent: emit = () => undefined, signal = NEVER_ABORTED }) => {
      const now = new Date();
      requireWritable(folder);
      using _lock = acquireLock(folder.lock, runId(now), now.toISOString());
      await using ledger = await openLedger(folder.ledger, folder.name);
      await using texts = new ReadingPool(1);
      beforeOpening?.();
      const { profile, dimensions } = new HashingEmbeddingModel();
      const warn = (message: string): void => emit({ event: "warning", message });
      return await withStores(places, { tell: warn, signal }, async (stores) => {
        for (const { holds, text } of places.flatMap(describePlaces))
          emit({ event: "notice", message: `${holds}: ${text}` });
        for (const pair of replaces ? stores : []) {
          for (const remark of await remarksOnReplaced(pair, ledger, folder.name)) warn(remark);
        }
        const settings = { workspace: folder.name, emit, signal };
        return work({ ledger, analyser: texts.analyser, embedding: { profile, dimensions }, stores, settings });
      });
    },
  );
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
