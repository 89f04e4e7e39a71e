import type { OptionKey } from "../config/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { Invocation } from "./context.ts";
import type { IngestOptions } from "./library.ts";
import { MODEL_OPTIONS, runModelOptions, SPENDING_OPTIONS, spendingOptions } from "./model-options.ts";
import { STORE_OPTIONS, storeOptions } from "./store-options.ts";

/** The folder may be named without its flag. */
export const FOLDER_ARGUMENT = {
  arguments: "[folder]",
  argumentsHelp: "the transcripts; the same as --transcripts-dir",
  argumentOption: "transcriptsDir",
} as const;

/** What a call to `ingest` can be told; `estimate` takes the same, so that one word is all that differs. */
export const INGEST_OPTIONS = [
  "transcriptsDir",
  "include",
  "workspace",
  "dataDir",
  "outputDir",
  "logFile",
  ...SPENDING_OPTIONS,
  ...MODEL_OPTIONS,
  ...STORE_OPTIONS,
  "limit",
  "force",
  "skipKg",
  "skipEmbeddings",
  "json",
  "quiet",
  "verbose",
] as const satisfies readonly OptionKey[];

/**
 * The options of a call that ingests, or that tells what it would take, for the library.
 * @throws ColloquyError `invalid-input` when no folder is named.
 */
export function ingestOptions(invocation: Invocation): IngestOptions {
  const { options } = invocation;
  if (options.transcriptsDir === undefined) {
    throw new ColloquyError(
      "invalid-input",
      "No transcripts were named; give their folder with --transcripts-dir or as the argument of the command, or run `colloquy init` and set transcripts-dir.",
    );
  }
  const { workspace, force, skipKg, skipEmbeddings } = options;
  return {
    ...runModelOptions(invocation),
    ...spendingOptions(invocation),
    ...storeOptions(invocation),
    transcriptsDir: options.transcriptsDir,
    dataDir: options.dataDir,
    outputDir: options.outputDir,
    workspace,
    force,
    skipKg,
    skipEmbeddings,
    ...(options.include === undefined ? {} : { include: options.include }),
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  };
}
