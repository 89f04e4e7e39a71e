import type { ReadOptions } from "../reading.ts";
import type { ChunkStage } from "./stage.ts";

/** Damaged rows of one table: they differ from what was written, or do not follow from other tables. */
export interface DamagedTable {
  /** Its name in the ledger's file: `settled`, `facts`. */
  readonly table: string;
  /** Null if only the sum of the table is known to differ. */
  readonly rows: number | null;
  /** The number of files that the rows belong to, as far as known. */
  readonly fileCount: number;
  /** Paths of at most three of those files, in order. */
  readonly files: readonly string[];
}

/** Chunks for which a model has to be called again. */
export interface LostChunks {
  readonly chunks: number;
  /** Estimated tokens of the chunks. */
  readonly tokens: number;
}

/** The damage of a ledger. */
export interface LedgerDamage {
  /** Findings of SQLite's own check of the file, at most ten; empty if the file is sound. */
  readonly file: readonly string[];
  readonly tables: readonly DamagedTable[];
  /** Chunks whose paid results are damaged, by stage. */
  readonly lostResults: Readonly<Record<ChunkStage, LostChunks>>;
  /** Files that have to be read again. */
  readonly readAgain: number;
}

/** The progress of a comparison of the ledger with the conclusions from its own rows. */
export interface ConclusionCheck {
  /** False if the given time ended first: call again. */
  readonly finished: boolean;
  /** Transcripts, names, facts and relationships that are still to be concluded. */
  readonly remaining: number;
  /** Tables with rows that do not follow from the others; empty until `finished`. */
  readonly tables: readonly DamagedTable[];
}

/** Detection and repair of damage in a ledger. */
export interface LedgerIntegrity {
  /** Finds rows that differ from what was written, and damage of the file. Changes nothing. */
  findDamage(options?: ReadOptions): Promise<LedgerDamage>;
  /**
   * Concludes everything again from transcripts and replies, in a separate database, and compares. It finds damage that
   * `findDamage` cannot find. Call it when everything is resolved and `findDamage` finds nothing. Works until it is
   * done, or for about `milliseconds`. An aborted check loses its progress.
   */
  checkConclusions(options: { readonly milliseconds: number } & ReadOptions): Promise<ConclusionCheck>;
  /**
   * Repairs the ledger: sets damaged replies aside (they are kept and never used) and removes damaged chunks, so that
   * their files are read again. Removes all conclusions; `deriveFacts` and `resolve` conclude them again.
   * @throws ColloquyError `ledger` if the file itself stays damaged.
   */
  repair(): Promise<void>;
}
