import type { Evidence, GraphRow, GraphRowKind } from "../model/index.ts";

/** Read access to one of the two compared workspaces. */
export interface ComparedGraph {
  /** The name of the workspace in messages. */
  readonly name: string;
  /** Every row of a kind, in any order, in batches. */
  rows(kind: GraphRowKind): AsyncIterable<readonly GraphRow[]>;
  /** The first evidence of a relationship, or the first mention of an entity, by file and offset; null without any. */
  firstEvidence(of: string): Promise<Evidence | null>;
}
