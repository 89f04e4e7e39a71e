import type { Evidence, GraphRow, GraphRowKind } from "../model/index.ts";

/** One of the two workspaces, as a comparison reads it. */
export interface ComparedGraph {
  /** How messages call it. */
  readonly name: string;
  /** Every row of a kind, in any order, in batches. */
  rows(kind: GraphRowKind): AsyncIterable<readonly GraphRow[]>;
  /** The first words that support a relationship or mention an entity, by file and offset; null where there are none. */
  firstEvidence(of: string): Promise<Evidence | null>;
}
