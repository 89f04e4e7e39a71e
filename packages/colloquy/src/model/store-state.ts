import { ColloquyError } from "./errors.ts";

/** The result of one completed resolution of a ledger. */
export interface Epoch {
  /** The number of resolutions with changes; 0 before the first. */
  readonly number: number;
  /**
   * 32 random hexadecimal digits, created when the epoch was completed; empty for epoch 0. They distinguish the epochs
   * of a ledger from those of a restored copy, which continues from the copy's number.
   */
  readonly identity: string;
}

/** The state of every ledger before its first resolution. */
export const FIRST_EPOCH: Epoch = { number: 0, identity: "" };

/** A ledger, and one of its epochs. */
export interface ProjectedEpoch {
  /** The marker of the ledger. */
  readonly marker: string;
  readonly epoch: Epoch;
}

/** The record in a store of the ledger that fills it. `epoch` is the last one that is complete in the store. */
export interface StoreState extends ProjectedEpoch {
  /** The epoch whose rows are being written: set when a projection begins, null when it is complete. */
  readonly writing: Epoch | null;
}

export function isSameEpoch(one: Epoch, other: Epoch): boolean {
  return one.number === other.number && one.identity === other.identity;
}

/** The state of a store when a projection begins. If another ledger filled the store, no epoch is complete. */
export function begunState(before: StoreState | null, { marker, epoch }: ProjectedEpoch): StoreState {
  return { marker, epoch: before?.marker === marker ? before.epoch : FIRST_EPOCH, writing: epoch };
}

/** The state of a store when a projection is complete. */
export function completedState({ marker, epoch }: ProjectedEpoch): StoreState {
  return { marker, epoch, writing: null };
}

/**
 * The error of a store after another run replaced its claim on a workspace.
 * @param place names the workspace and the store: `workspace talks in Neo4j at bolt://localhost:7687`.
 */
export function claimLost(place: string): ColloquyError {
  return new ColloquyError(
    "workspace-busy",
    `Another run has taken over ${place}, so this run stopped writing there; its ledger keeps all results. Wait until the other run has ended and run the same command again, or use another --workspace for one of the two runs.`,
  );
}
