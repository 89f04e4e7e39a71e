import type { SkippedFile, TranscriptRecord } from "../ports/index.ts";

/** A file that may be a transcript. */
export interface FoundFile {
  /** Path relative to the transcripts folder, with `/`. */
  readonly file: string;
  /** Its real path. */
  readonly path: string;
  /** Real path of the folder that it must still lie in when it is read. */
  readonly root: string;
}

/** The record of a file with notes on parts that could not be read; or why the file cannot be read. */
export type ReadOutcome =
  | { readonly record: Omit<TranscriptRecord, "source">; readonly notes: readonly string[] }
  | { readonly skipped: string };

/** Reads transcripts off the main thread. A single file never makes it throw. */
export interface TranscriptReader extends AsyncDisposable {
  /** Of parsers and chunker together. */
  readonly version: string;
  /** How many files it reads at once. */
  readonly concurrency: number;
  /** SHA-256 of a file's bytes, or why it cannot be read. */
  fingerprint(file: FoundFile): Promise<{ readonly fileHash: string } | { readonly skipped: string }>;
  /** Parses and chunks a file. */
  read(file: FoundFile): Promise<ReadOutcome>;
}

/** What was found in a transcripts folder. */
export interface Discovered {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly SkippedFile[];
}

export interface ReadOptions {
  readonly transcriptsDir: string;
  readonly discovered: Discovered;
}
