import type { Epoch } from "../../model/index.ts";
import type { KeyCorrection } from "../resolution-store.ts";

/** The result of a call of `resolve`, and the remaining work. */
export interface ResolutionSummary {
  /** False if the given time ended first: call `resolve` again. */
  readonly finished: boolean;
  /** Names, facts, relationships and vectors that are still to be resolved. */
  readonly remaining: number;
  /** Rows that were added, changed or removed. */
  readonly changedRows: number;
  readonly epoch: Epoch;
}

/** The user's corrections by normalised keys. */
export interface NameCorrections {
  /** Two keys name the same, or not. Keys that a chain of pairs makes the same are one, also through keys that no transcript mentions. */
  readonly pairs: readonly { readonly first: string; readonly second: string; readonly isSame: boolean }[];
  readonly keys: readonly (KeyCorrection & { readonly key: string })[];
  /** Names that mean something of their own in a file. Their keys there are those of the name, " @" and the file. Absent: none. */
  readonly senses?: readonly { readonly stem: string; readonly file: string }[];
}

/** Concludes facts, entities and relationships from transcripts and replies. */
export interface LedgerResolution {
  /**
   * Derives the facts of at most `limit` transcripts whose text or extractions changed. Call it until `remaining` is 0.
   */
  deriveFacts(limit: number): Promise<{ readonly derived: number; readonly remaining: number }>;
  /** Replaces the user's corrections. Names that they affect are decided again by `resolve`. */
  correct(corrections: NameCorrections): Promise<void>;
  /**
   * Brings entities, relationships, vectors and digest up to date; writes only changes. Works until it is done, or for
   * about `milliseconds`. A null profile keeps the active one.
   */
  resolve(options: {
    readonly embeddingProfile: string | null;
    readonly milliseconds?: number;
  }): Promise<ResolutionSummary>;
}
