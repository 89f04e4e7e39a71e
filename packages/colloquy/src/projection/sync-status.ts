import { isSameEpoch, type StoreState } from "../model/index.ts";
import type { LedgerChanges } from "../ports/index.ts";

/**
 * How the rows of a store compare with the ledger:
 * - `current`: complete up to the ledger's last epoch;
 * - `behind`: complete up to an earlier epoch of this ledger;
 * - `ahead`: it holds rows of an epoch whose number this ledger has not reached: the ledger is an older copy, or lost
 *   its last epochs;
 * - `diverged`: it holds rows of an epoch that another copy of this ledger completed;
 * - `superseded`: this ledger filled it before it was migrated or repaired;
 * - `foreign`: another ledger filled it;
 * - `empty`: no projection began.
 */
export type SyncStatus = "current" | "behind" | "ahead" | "diverged" | "superseded" | "foreign" | "empty";

/** The epochs of a ledger, with which the state of a store is compared. */
export type LedgerEpochs = Pick<LedgerChanges, "epoch" | "hasEpoch" | "hadEpoch">;

/** @param marker of the stores that this ledger filled: the ledger's own, for vectors with the version of the analyser. */
export async function syncStatusOf(
  state: StoreState | null,
  marker: string,
  ledger: LedgerEpochs,
): Promise<SyncStatus> {
  if (state === null) return "empty";
  if (state.marker !== marker) return "foreign";
  const last = await ledger.epoch();
  // A projection that began may have written rows, even if the epoch before it belongs to this ledger.
  let isSuperseded = false;
  for (const held of [state.epoch, state.writing ?? state.epoch]) {
    if (await ledger.hasEpoch(held)) continue;
    if (!(await ledger.hadEpoch(held))) return held.number > last.number ? "ahead" : "diverged";
    isSuperseded = true;
  }
  if (isSuperseded) return "superseded";
  return state.writing === null && isSameEpoch(state.epoch, last) ? "current" : "behind";
}
