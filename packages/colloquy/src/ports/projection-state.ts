import type { ProjectedEpoch, StoreState } from "../model/index.ts";

/** How a store remembers which ledger fills it, and which run may write to it. */
export interface ProjectionState {
  /** Null where no projection was begun since the workspace was last cleared. */
  state(): Promise<StoreState | null>;
  /**
   * Makes this store object the only one that writes the workspace. From now on `begin`, `upsert`, `remove`, `clear` and
   * `complete` of an object that claimed it before reject with ColloquyError `workspace-busy`. Claims once: further calls
   * of the object that holds the claim change nothing. Disposing of the store releases the claim. A store object that
   * never claims, nor begins, writes unchecked.
   * @param marker of the ledger for which the store is claimed.
   * @returns the marker of the ledger for which another object holds the claim that this one replaces: its run goes on,
   *   or was killed. Null where the workspace was not claimed.
   * @throws ColloquyError `workspace-busy` where this object's claim was replaced before.
   */
  claim(marker: string): Promise<string | null>;
  /**
   * Records that rows up to the target's epoch are being written; claims the workspace first where this object did not.
   * What another ledger completed counts as nothing from now on.
   */
  begin(target: ProjectedEpoch): Promise<void>;
  /** Records that the store is complete up to the target's epoch. The claim stays. */
  complete(target: ProjectedEpoch): Promise<void>;
}
