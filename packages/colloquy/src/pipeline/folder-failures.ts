import { ColloquyError, outOfFiles, TOO_MANY_OPEN_FILES } from "../model/index.ts";
import type { SkippedFile } from "../ports/index.ts";

/**
 * The error for a folder without a readable file.
 * @param include The globs of `--include`, if given.
 */
export function nothingToRead(
  transcriptsDir: string,
  skipped: readonly SkippedFile[],
  include?: readonly string[],
): ColloquyError {
  const first = skipped[0];
  const why = first === undefined ? "" : ` (${first.path}: ${first.reason.replace(/\.$/, "")})`;
  const also = skipped.length > 1 ? ` and ${skipped.length - 1} more were skipped` : "";
  const chosen = include === undefined ? "" : ` that matches --include ${include.join(", ")}`;
  const wayOut =
    include === undefined
      ? "Put transcripts there, or name another folder with --transcripts-dir."
      : "Correct or leave out --include, or name another folder with --transcripts-dir.";
  return new ColloquyError(
    "invalid-input",
    `There is nothing to read in ${transcriptsDir}${chosen}${why}${also}. ${wayOut}`,
  );
}

/**
 * Stops the run if a file was skipped because too many files were open. Such a file is readable and must not be left out.
 * @throws ColloquyError `disk` if there is such a file.
 */
export function stopWhenOutOfFiles(skipped: readonly SkippedFile[]): void {
  const one = skipped.find(({ reason }) => reason.toLowerCase().includes(TOO_MANY_OPEN_FILES));
  if (one !== undefined) throw outOfFiles(new Error(`${one.path}: ${one.reason}`));
}
