import type { LedgerChanges, VectorStore } from "../ports/index.ts";
import { stopWhenInterrupted } from "./interrupted.ts";
import type { ProjectionOptions } from "./options.ts";
import { walkPages } from "./pages.ts";
import { beginProjection } from "./starting-point.ts";

/**
 * A vector of 2,048 dimensions takes 8 KB in addition to its text, so a batch has fewer rows than a batch of the graph.
 */
const ROWS_A_BATCH = 200;
const IDS_A_BATCH = 5000;

/** Analyses texts for keyword search. */
export interface TextAnalyser {
  /** Another version returns other terms: the terms in a store are then replaced. */
  readonly version: string;
  /** The terms of each text, in the order of the texts. */
  analyse(texts: readonly string[]): Promise<readonly (readonly string[])[]>;
}

/** The marker in the state of a vector store that a ledger filled with terms of this analyser. */
export function vectorMarker(
  { marker }: Pick<LedgerChanges, "marker">,
  { version }: Pick<TextAnalyser, "version">,
): string {
  return `${marker}/${version}`;
}

/**
 * Brings a prepared vector store up to date with the ledger's last resolution, as `projectGraph` does for a graph store.
 * @returns how many rows were written or removed.
 * @throws ColloquyError `interrupted` between two batches.
 */
export async function projectVectors(
  ledger: LedgerChanges,
  store: VectorStore,
  options: ProjectionOptions & { readonly analyser: TextAnalyser },
): Promise<number> {
  const marker = vectorMarker(ledger, options.analyser);
  const start = await beginProjection(store, marker, ledger);
  if (start === null) return 0;

  let written = 0;
  const batchWritten = (rows: number): void => {
    written += rows;
    options.onRows(rows);
    stopWhenInterrupted(options.signal);
  };
  for await (const rows of walkPages((cursor) => ledger.changedVectors(start.after, cursor, ROWS_A_BATCH))) {
    const terms = await options.analyser.analyse(rows.map((row) => row.text));
    await store.upsert(rows.map((row, index) => ({ row, terms: terms[index] ?? [] })));
    batchWritten(rows.length);
  }
  if (!start.isEmptied) {
    for await (const ids of walkPages((cursor) => ledger.removedRows("vector", start.after, cursor, IDS_A_BATCH))) {
      await store.remove(ids);
      batchWritten(ids.length);
    }
  }
  await store.complete(start.target);
  return written;
}
