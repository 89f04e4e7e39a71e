import { optionsOf } from "../config/index.ts";
import { ColloquyError } from "../model/index.ts";
import type { Invocation } from "./context.ts";
import type { IngestOptions } from "./library.ts";
import { libraryOptions } from "./library-options.ts";

/** The folder of transcripts as an argument, without its flag. */
export const FOLDER_ARGUMENT = {
  arguments: "[folder]",
  argumentsHelp: "the transcripts; the same as --transcripts-dir",
  argumentOption: "transcriptsDir",
} as const;

/**
 * The options of `ingest` and `estimate`, for the library.
 * @throws ColloquyError `invalid-input` when no folder is named.
 */
export function ingestOptions(invocation: Invocation): IngestOptions {
  const { transcriptsDir } = invocation.options;
  if (transcriptsDir === undefined) {
    throw new ColloquyError(
      "invalid-input",
      "No folder of transcripts is given; name it with --transcripts-dir or as the argument of the command, or run `colloquy init` and set transcripts-dir.",
    );
  }
  return { ...libraryOptions(invocation, optionsOf("ingest")), transcriptsDir };
}
