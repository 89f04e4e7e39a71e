import { ColloquyError } from "./errors.ts";

/** The result of one completed resolution of a ledger. */
export interface Epoch {
  /** Counts the resolutions that changed something; 0 before the first. */
  readonly number: number;
  /**
   * 32 hexadecimal digits, random, made when the epoch was completed; empty for epoch 0. A ledger that was restored from
   * a copy counts on from the copy's number, and its further epochs have other identities.
   */
  readonly identity: string;
}

/** The state of every ledger before its first resolution. */
export const FIRST_EPOCH: Epoch = { number: 0, identity: "" };

/** Which ledger's rows, up to which of its epochs. */
export interface ProjectedEpoch {
  /** The marker of the ledger. */
  readonly marker: string;
  readonly epoch: Epoch;
}

/** What a store remembers of the ledger that fills it. `epoch` is the last one that is complete in the store. */
export interface StoreState extends ProjectedEpoch {
  /** The epoch whose rows are being written: set when a projection begins, null again when it is complete. */
  readonly writing: Epoch | null;
}

export function isSameEpoch(one: Epoch, other: Epoch): boolean {
  return one.number === other.number && one.identity === other.identity;
}

/** The state of a store when a projection begins: nothing of the target's ledger is complete where another one filled it. */
export function begunState(before: StoreState | null, { marker, epoch }: ProjectedEpoch): StoreState {
  return { marker, epoch: before?.marker === marker ? before.epoch : FIRST_EPOCH, writing: epoch };
}

/** The state of a store when a projection is complete. */
export function completedState({ marker, epoch }: ProjectedEpoch): StoreState {
  return { marker, epoch, writing: null };
}

/**
 * The failure of a store whose claim on a workspace another run has replaced.
 * @param place names the workspace and the store: `workspace talks in Neo4j at bolt://localhost:7687`.
 */
export function claimLost(place: string): ColloquyError {
  return new ColloquyError(
    "workspace-busy",
    `Another run has taken over ${place}, so this one stopped writing there; its ledger keeps everything. Wait until the other run has ended and run the same command again, or give one of the two another --workspace.`,
  );
}
