import type { Epoch } from "../../model/index.ts";

/** What a call of `resolve` did, and what it left. */
export interface ResolutionSummary {
  /** False where the time that was given ended first: call `resolve` again. */
  readonly finished: boolean;
  /** Names, facts, relationships and vectors that are still to be looked at. */
  readonly remaining: number;
  /** Rows that were added, changed or removed. */
  readonly changedRows: number;
  readonly epoch: Epoch;
}

/** Concludes facts, entities and relationships from what was read and replied. */
export interface LedgerResolution {
  /** Derives the facts of at most `limit` transcripts whose content or extractions changed. Call it until nothing remains. */
  deriveFacts(limit: number): Promise<{ readonly derived: number; readonly remaining: number }>;
  /**
   * Brings entities, relationships, vectors and digest up to date; touches only what changed. Works until it is done,
   * or for about `milliseconds`. A null profile leaves the active one.
   */
  resolve(options: {
    readonly embeddingProfile: string | null;
    readonly milliseconds?: number;
  }): Promise<ResolutionSummary>;
}
