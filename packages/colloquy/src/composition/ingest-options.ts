import { COUNT, type Expectations, FOLDER, GLOBS, SWITCH } from "./check-options.ts";
import { checkRunOptions, RUN_OPTIONS, type RunOptions } from "./run-options.ts";

/** The options of `ingest`. */
export interface IngestOptions extends RunOptions {
  /** The folder with the transcripts. */
  readonly transcriptsDir: string;
  /** Globs, relative to the folder; default: every file. */
  readonly include?: readonly string[];
  /** The largest number of pending chunks that this run sends. */
  readonly limit?: number;
  /** Sends settled chunks again. With `skipKg` or `skipEmbeddings` only in the other stage. */
  readonly force?: boolean;
}

const OPTIONS: Expectations<IngestOptions> = {
  ...RUN_OPTIONS,
  transcriptsDir: { ...FOLDER, required: true },
  include: GLOBS,
  limit: COUNT,
  force: SWITCH,
};

/** @throws ColloquyError `configuration` for an unknown option or a wrong value. */
export function checkIngestOptions(options: IngestOptions, functionName = "ingest"): void {
  checkRunOptions(functionName, options, OPTIONS);
}
