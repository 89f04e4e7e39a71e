import type { Epoch, GraphRow, GraphRowKind, VectorRow } from "../../model/index.ts";
import type { ReadOptions } from "../reading.ts";

/** Opaque position in a listing of changes. */
export type ChangeCursor = string;

/** A part of a listing of changes. */
export interface ChangePage<Row> {
  readonly rows: readonly Row[];
  /** Null after the last page. */
  readonly next: ChangeCursor | null;
}

/** The changes of each epoch. A store follows the ledger by them. */
export interface LedgerChanges {
  /** Random identity, created with the ledger. A store keeps the marker of the ledger that filled it. */
  readonly marker: string;
  /** The epoch of the last resolution. */
  epoch(): Promise<Epoch>;
  /**
   * Whether the ledger completed an epoch with this number and identity. A ledger that was restored from a copy lacks
   * the epochs after the copy.
   */
  hasEpoch(epoch: Epoch): Promise<boolean>;
  /**
   * Whether the ledger completed the epoch before a change of its format or a repair, after which it concluded
   * everything again. A store of that epoch is out of date, but the ledger has all its data.
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
