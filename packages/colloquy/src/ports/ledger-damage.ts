/** Rows of one table of a ledger that are not what was written, or not what follows from the others. */
export interface DamagedTable {
  /** Its name in the ledger's file: `settled`, `facts`. */
  readonly table: string;
  /** Null where only their sum is known to be another one. */
  readonly rows: number | null;
  /** In how many files what they speak of stands, as far as they still tell. */
  readonly fileCount: number;
  /** Paths of at most three of those files, in order. */
  readonly files: readonly string[];
}

/** Content that a model has to be asked for again. */
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
