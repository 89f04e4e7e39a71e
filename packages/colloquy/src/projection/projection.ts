import {
  GRAPH_ROW_KINDS,
  type GraphRow,
  type ProjectedEpoch,
  type ProjectedRow,
  type StoreState,
  type VectorRow,
} from "../model/index.ts";
import type { DamagedRow, GraphStore, LedgerChanges, VectorStore } from "../ports/index.ts";
import type { ProjectionOptions } from "./options.ts";
import { walkPages } from "./pages.ts";
import { projectGraph } from "./project-graph.ts";
import { projectVectors, type TextAnalyser, vectorMarker } from "./project-vectors.ts";

/** A store that follows a ledger. */
export interface ProjectionTarget {
  /** The name of the store in messages. */
  readonly store: string;
  readonly holds: "graph" | "vectors";
  /**
   * Writes the rows that are missing according to the store's state.
   * @returns how many rows were written or removed.
   */
  bringUpToDate(options: ProjectionOptions): Promise<number>;
}

/** The expected rows of a store and the store itself, for graph and vectors alike. */
export interface Projection<Row extends ProjectedRow> extends ProjectionTarget {
  /** In the order in which rows must be written. */
  readonly kinds: readonly Row["kind"][];
  /** The marker in the state of a store that this ledger filled. */
  readonly marker: string;
  /** The number of rows per write. */
  readonly batchRows: number;
  /** Every row of a kind as the ledger has it, in batches. */
  ledgerRows(kind: Row["kind"]): AsyncIterable<readonly Row[]>;
  /** Every row of a kind as the store has it, in batches. */
  storeRows(kind: Row["kind"]): AsyncIterable<readonly (Row | DamagedRow)[]>;
  state(): Promise<StoreState | null>;
  upsert(kind: Row["kind"], rows: readonly Row[]): Promise<void>;
  remove(kind: Row["kind"], ids: readonly string[]): Promise<void>;
  begin(target: ProjectedEpoch): Promise<void>;
  complete(target: ProjectedEpoch): Promise<void>;
  clear(): Promise<void>;
}

const LEDGER_PAGE_ROWS = 1000;
/** Vectors make these rows large. */
const LEDGER_PAGE_VECTORS = 200;

export function graphProjection(ledger: LedgerChanges, store: GraphStore): Projection<GraphRow> {
  return {
    store: store.name,
    holds: "graph",
    kinds: GRAPH_ROW_KINDS,
    marker: ledger.marker,
    batchRows: store.batchRows ?? LEDGER_PAGE_ROWS,
    ledgerRows: (kind) => walkPages((cursor) => ledger.changedRows(kind, 0, cursor, LEDGER_PAGE_ROWS)),
    storeRows: (kind) => store.rows(kind),
    state: () => store.state(),
    upsert: (kind, rows) => store.upsert(kind, rows),
    remove: (kind, ids) => store.remove(kind, ids),
    begin: (target) => store.begin(target),
    complete: (target) => store.complete(target),
    clear: () => store.clear(),
    bringUpToDate: (options) => projectGraph(ledger, store, options),
  };
}

export function vectorProjection(
  ledger: LedgerChanges,
  store: VectorStore,
  analyser: TextAnalyser,
): Projection<VectorRow> {
  return {
    store: store.name,
    holds: "vectors",
    kinds: ["vector"],
    marker: vectorMarker(ledger, analyser),
    batchRows: LEDGER_PAGE_VECTORS,
    ledgerRows: () => walkPages((cursor) => ledger.changedVectors(0, cursor, LEDGER_PAGE_VECTORS)),
    storeRows: () => store.rows({ damaged: "report" }),
    state: () => store.state(),
    upsert: async (_, rows) => {
      const terms = await analyser.analyse(rows.map((row) => row.text));
      await store.upsert(rows.map((row, index) => ({ row, terms: terms[index] ?? [] })));
    },
    remove: (_, ids) => store.remove(ids),
    begin: (target) => store.begin(target),
    complete: (target) => store.complete(target),
    clear: () => store.clear(),
    bringUpToDate: (options) => projectVectors(ledger, store, { ...options, analyser }),
  };
}
