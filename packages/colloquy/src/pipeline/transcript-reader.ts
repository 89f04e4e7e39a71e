import type { SkippedFile, TranscriptRecord } from "../ports/index.ts";

/** A file that may be a transcript. */
export interface FoundFile {
  /** Path relative to the transcripts folder, with `/`. */
  readonly file: string;
  /** The real path. */
  readonly path: string;
  /** Real path of the folder that must still contain the file when it is read. */
  readonly root: string;
}

/** The record of a file, with notes on parts that could not be read, or the reason why the file cannot be read. */
export type ReadOutcome =
  | { readonly record: Omit<TranscriptRecord, "source">; readonly notes: readonly string[] }
  | { readonly skipped: string };

/** Reads transcripts outside the main thread. A file that cannot be read is an outcome, not an error. */
export interface TranscriptReader extends AsyncDisposable {
  /** The version of parsers and chunker together. */
  readonly version: string;
  /** Number of files that it reads in parallel. */
  readonly concurrency: number;
  /** SHA-256 of a file's bytes, or why it cannot be read. */
  fingerprint(file: FoundFile): Promise<{ readonly fileHash: string } | { readonly skipped: string }>;
  /** Parses and chunks a file. */
  read(file: FoundFile): Promise<ReadOutcome>;
}

/** The files of a transcripts folder. */
export interface Discovered {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly SkippedFile[];
}

/** A folder, and the files that were found in it. */
export interface FilesToRead {
  readonly transcriptsDir: string;
  readonly discovered: Discovered;
}
