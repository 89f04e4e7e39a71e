import type { OptionKey } from "../config/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { Invocation } from "./context.ts";
import type { IngestOptions } from "./library.ts";
import { MODEL_OPTIONS, runModelOptions, SPENDING_OPTIONS, spendingOptions } from "./model-options.ts";
import { STORE_OPTIONS, storeOptions } from "./store-options.ts";

/** The folder of transcripts as an argument, without its flag. */
export const FOLDER_ARGUMENT = {
  arguments: "[folder]",
  argumentsHelp: "the transcripts; the same as --transcripts-dir",
  argumentOption: "transcriptsDir",
} as const;

/** The options of `ingest` and `estimate`. The two calls differ only in the name of the command. */
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
 * The options of `ingest` and `estimate`, for the library.
 * @throws ColloquyError `invalid-input` when no folder is named.
 */
export function ingestOptions(invocation: Invocation): IngestOptions {
  const { options } = invocation;
  if (options.transcriptsDir === undefined) {
    throw new ColloquyError(
      "invalid-input",
      "No folder of transcripts is given; name it with --transcripts-dir or as the argument of the command, or run `colloquy init` and set transcripts-dir.",
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
