import type { ReadOptions } from "../reading.ts";

/** Rows of one table of a ledger that are not what was written, or not what follows from the others. */
export interface DamagedTable {
  /** Its name in the ledger's file: `settled`, `facts`. */
  readonly table: string;
  /** Null where only their sum is known to be another one. */
  readonly rows: number | null;
  /** How many files the rows belong to, as far as that is known. */
  readonly fileCount: number;
  /** Paths of at most three of those files, in order. */
  readonly files: readonly string[];
}

/** Content for which a model has to be called again. */
export interface AskedAgain {
  readonly chunks: number;
  /** Of the chunks, as they were estimated. */
  readonly tokens: number;
}

/** What is wrong with a ledger. */
export interface LedgerDamage {
  /** What SQLite's own check says of the file, at most ten findings; empty where the file is sound. */
  readonly file: readonly string[];
  readonly tables: readonly DamagedTable[];
  /** What was paid for and is among the damaged rows. */
  readonly askedAgain: { readonly extraction: AskedAgain; readonly embedding: AskedAgain };
  /** Files that have to be read again. */
  readonly readAgain: number;
}

/** How far a comparison of a ledger with what follows from its own rows has come. */
export interface ConclusionCheck {
  /** False where the time that was given ended first: call again. */
  readonly finished: boolean;
  /** Transcripts, names, facts and relationships that are still to be concluded. */
  readonly remaining: number;
  /** Those whose rows do not follow from the others; empty until it is finished. */
  readonly tables: readonly DamagedTable[];
}

/** Whether the ledger is what was written, and how it is mended. */
export interface LedgerIntegrity {
  /** Looks for rows that are not what was written, and for a damaged file. Changes nothing. */
  findDamage(options?: ReadOptions): Promise<LedgerDamage>;
  /**
   * Concludes everything anew from what was read and replied, beside the ledger, and compares: it finds what `findDamage`
   * cannot. To be called when everything is resolved and `findDamage` found nothing. Works until it is done, or for about
   * `milliseconds`. An aborted check forgets its progress.
   */
  checkConclusions(options: { readonly milliseconds: number } & ReadOptions): Promise<ConclusionCheck>;
  /**
   * Mends what can be mended: sets damaged replies aside (they are kept and never used), forgets damaged chunks, so that
   * their files are read again, and everything that was concluded, to be concluded anew by `deriveFacts` and `resolve`.
   * @throws ColloquyError `ledger` where the file itself stays damaged.
   */
  mend(): Promise<void>;
}
