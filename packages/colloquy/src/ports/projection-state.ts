import type { ProjectedEpoch, StoreState } from "../model/index.ts";

/** The record in a store of the ledger that fills it, and of the run that may write to it. */
export interface ProjectionState {
  /** Null if no projection began since the workspace was last cleared. */
  state(): Promise<StoreState | null>;
  /**
   * Makes this store object the only one that writes the workspace. From now on `begin`, `upsert`, `remove`, `clear`
   * and `complete` of an object that claimed it before reject with ColloquyError `workspace-busy`. Further calls of the
   * object that holds the claim change nothing. Disposing of the store releases the claim. The writes of a store object
   * that never claims or begins are not checked.
   * @param marker of the ledger for which the store is claimed.
   * @returns the marker of the ledger in the claim that this one replaces; the run of that claim continues or was
   *   killed. Null if the workspace was not claimed.
   * @throws ColloquyError `workspace-busy` if this object's claim was replaced before.
   */
  claim(marker: string): Promise<string | null>;
  /**
   * Records that rows up to the target's epoch are being written; claims the workspace first if this object did not.
   * Epochs of another ledger no longer count as complete.
   */
  begin(target: ProjectedEpoch): Promise<void>;
  /** Records that the store is complete up to the target's epoch. The claim stays. */
  complete(target: ProjectedEpoch): Promise<void>;
}
