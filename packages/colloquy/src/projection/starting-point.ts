import type { ProjectedEpoch, StoreState } from "../model/index.ts";
import type { ProjectionState } from "../ports/index.ts";
import { type LedgerEpochs, syncStatusOf } from "./sync-status.ts";

/** The start of a projection. */
export interface StartingPoint {
  /** Number of an epoch: rows that changed after it are missing in the store; 0: all of them. */
  readonly after: number;
  /** Whether the store held rows of another origin and was emptied. Then there are no rows to remove. */
  readonly isEmptied: boolean;
  /** The epoch up to which the store will be complete. */
  readonly target: ProjectedEpoch;
}

/**
 * Begins a projection: empties a store with rows of anything but earlier epochs of this ledger, and records in the
 * store the epoch to be written. If the ledger later loses this epoch, its rows can be identified.
 * @returns null if the store is complete.
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
