import type { Epoch, GraphRow, GraphRowKind, VectorRow } from "../../model/index.ts";
import type { ReadOptions } from "../reading.ts";

/** Opaque: where a listing of changes goes on. */
export type ChangeCursor = string;

/** A part of a listing of changes. */
export interface ChangePage<Row> {
  readonly rows: readonly Row[];
  /** Null after the last page. */
  readonly next: ChangeCursor | null;
}

/** What changed in which epoch: all that a store needs in order to follow the ledger. */
export interface LedgerChanges {
  /** Random, made with the ledger: how a store knows which ledger filled it. */
  readonly marker: string;
  /** The epoch of the last resolution. */
  epoch(): Promise<Epoch>;
  /** Whether the ledger completed an epoch with this number and identity. A ledger that was restored from a copy lacks those that came later. */
  hasEpoch(epoch: Epoch): Promise<boolean>;
  /**
   * Whether the ledger completed the epoch before it concluded everything anew, after a change of the format or of rows that
   * were damaged. A store of that epoch is older, and nothing of it is lost.
   */
  hadEpoch(epoch: Epoch): Promise<boolean>;
  /** Live graph rows of a kind that changed after an epoch, given by its number (0: all), in a stable order. */
  changedRows(
    kind: GraphRowKind,
    after: number,
    cursor: ChangeCursor | null,
    limit: number,
    options?: ReadOptions,
  ): Promise<ChangePage<GraphRow>>;
  /** Live vectors of the active profile that changed after an epoch, given by its number (0: all), in a stable order. */
  changedVectors(
    after: number,
    cursor: ChangeCursor | null,
    limit: number,
    options?: ReadOptions,
  ): Promise<ChangePage<VectorRow>>;
  /** Ids of rows that were removed after an epoch. */
  removedRows(
    kind: GraphRowKind | "vector",
    after: number,
    cursor: ChangeCursor | null,
    limit: number,
    options?: ReadOptions,
  ): Promise<ChangePage<string>>;
}
