import { GRAPH_ROW_KINDS } from "../model/index.ts";
import type { GraphStore, LedgerChanges } from "../ports/index.ts";
import { stopWhenInterrupted } from "./interrupted.ts";
import type { ProjectionOptions } from "./options.ts";
import { walkPages } from "./pages.ts";
import { beginProjection } from "./starting-point.ts";

const ROWS_A_BATCH = 1000;
const IDS_A_BATCH = 5000;

/**
 * Brings a prepared graph store up to date with the ledger's last resolution. Writes the changes since the store was
 * last complete, or everything if this ledger did not fill the store. Rows are written before the rows that refer to
 * them, and removed after them.
 * @returns how many rows were written or removed.
 * @throws ColloquyError `interrupted` between two batches; the next projection starts from the last complete one.
 */
export async function projectGraph(
  ledger: Omit<LedgerChanges, "changedVectors">,
  store: GraphStore,
  options: ProjectionOptions,
): Promise<number> {
  const start = await beginProjection(store, ledger.marker, ledger);
  if (start === null) return 0;

  const { batchRows = ROWS_A_BATCH } = store;
  let written = 0;
  const batchWritten = (rows: number): void => {
    written += rows;
    options.onRows(rows);
    stopWhenInterrupted(options.signal);
  };
  for (const kind of GRAPH_ROW_KINDS) {
    for await (const rows of walkPages((cursor) => ledger.changedRows(kind, start.after, cursor, batchRows))) {
      await store.upsert(kind, rows);
      batchWritten(rows.length);
    }
  }
  if (!start.isEmptied) {
    for (const kind of GRAPH_ROW_KINDS.toReversed()) {
      for await (const ids of walkPages((cursor) => ledger.removedRows(kind, start.after, cursor, IDS_A_BATCH))) {
        await store.remove(kind, ids);
        batchWritten(ids.length);
      }
    }
  }
  await store.complete(start.target);
  return written;
}
