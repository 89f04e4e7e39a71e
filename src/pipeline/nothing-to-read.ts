import { ColloquyError } from "../model/index.ts";
import type { SkippedFile } from "../ports/index.ts";

/** The sentence for a folder without a single file that can be read. */
export function nothingToRead(transcriptsDir: string, skipped: readonly SkippedFile[]): ColloquyError {
  const first = skipped[0];
  const why = first === undefined ? "" : ` (${first.path}: ${first.reason.replace(/\.$/, "")})`;
  const also = skipped.length > 1 ? ` and ${skipped.length - 1} more were skipped` : "";
  return new ColloquyError(
    "invalid-input",
    `There is nothing to read in ${transcriptsDir}${why}${also}. Put transcripts there, or name another folder with --transcripts-dir.`,
  );
}
