import type { ProjectedEpoch, StoreState } from "../model/index.ts";
import type { ProjectionState } from "../ports/index.ts";
import { type LedgerEpochs, syncStatusOf } from "./sync-status.ts";

/** From where a store has to be brought up to date. */
export interface StartingPoint {
  /** Number of an epoch: rows that changed after it are missing in the store; 0: all of them. */
  readonly after: number;
  /** The store held rows of another origin and was emptied, so that there is nothing to remove. */
  readonly isEmptied: boolean;
  /** What the store will be complete up to. */
  readonly target: ProjectedEpoch;
}

/**
 * Begins a projection: empties a store that holds anything but earlier epochs of this ledger, and records in it what is
 * about to be written, so that rows of an epoch that the ledger loses later are known for what they are.
 * @returns null where the store is complete.
 */
export async function beginProjection(
  store: ProjectionState & { clear(): Promise<void> },
  marker: string,
  ledger: LedgerEpochs,
): Promise<StartingPoint | null> {
  const state = await store.state();
  const status = await syncStatusOf(state, marker, ledger);
  if (status === "current") return null;
  const target = { marker, epoch: await ledger.epoch() };
  if (status === "behind") {
    await store.begin(target);
    return { after: (state as StoreState).epoch.number, isEmptied: false, target };
  }
  await store.clear();
  await store.begin(target);
  return { after: 0, isEmptied: true, target };
}
