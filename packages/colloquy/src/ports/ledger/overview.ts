import type { EntityRow } from "../../model/index.ts";
import type { ReadOptions } from "../reading.ts";
import type { WorkCounts } from "./counts.ts";

/** Numbers of rows of a kind that were added or changed, and that were removed. */
export interface ChangedRows {
  readonly changed: number;
  readonly removed: number;
}

/** What changed in the graph in some epochs. */
export interface GraphChanges {
  /** Changed relationships are counted without CROSS_EPISODE; of removed ones the type is not known. */
  readonly rows: Readonly<Record<"transcript" | "entity" | "relationship" | "quote", ChangedRows>>;
  /** Files with chunks that were added or changed, in their order. */
  readonly files: readonly string[];
  /** Entities that were added or changed, the most mentioned first, then by name and id. */
  readonly entities: readonly EntityRow[];
}

/** The epochs of a run: those after `after`, up to and with `until`. */
export interface RunEpochs {
  readonly after: number;
  readonly until: number;
}

/** What an overview of a workspace shows of its ledger. */
export interface LedgerOverview {
  /** As `counts`, without those of the graph and of the stores, which take longer. */
  workCounts(options?: ReadOptions): Promise<WorkCounts>;
  /**
   * The epochs of the last run that changed rows; of a run in progress, those that it completed. Null if there is none, or
   * if it ran before ledgers recorded it.
   */
  epochsOfLastRun(options?: ReadOptions): Promise<RunEpochs | null>;
  /** What changed in epochs, and not again later: counts, and at most `limit` files and entities. */
  changesIn(epochs: RunEpochs, options: ReadOptions & { readonly limit: number }): Promise<GraphChanges>;
}
