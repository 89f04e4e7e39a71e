import { COUNT, type Expectations, FOLDER, GLOBS, SWITCH } from "./check-options.ts";
import { checkRunOptions, RUN_OPTIONS, type RunOptions } from "./run-options.ts";

/** What `ingest` does. */
export interface IngestOptions extends RunOptions {
  /** The folder with the transcripts. */
  readonly transcriptsDir: string;
  /** Globs, relative to the folder; default: every file. */
  readonly include?: readonly string[];
  /** At most this many pending chunks in this run. */
  readonly limit?: number;
  /** Redo what is settled; with `skipKg` or `skipEmbeddings` only the other. */
  readonly force?: boolean;
}

const OPTIONS: Expectations<IngestOptions> = {
  ...RUN_OPTIONS,
  transcriptsDir: { ...FOLDER, required: true },
  include: GLOBS,
  limit: COUNT,
  force: SWITCH,
};

/** @throws ColloquyError `configuration` for an option that is none or of another kind. */
export function checkIngestOptions(options: IngestOptions, functionName = "ingest"): void {
  checkRunOptions(functionName, options, OPTIONS);
}
