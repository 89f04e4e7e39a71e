import { outOfFiles, TOO_MANY_OPEN_FILES } from "../model/index.ts";
import type { SkippedFile } from "../ports/index.ts";

/**
 * Stops the run if a file was skipped because too many files were open. Such a file is readable and must not be left out.
 * @throws ColloquyError `disk` if there is such a file.
 */
export function stopWhenOutOfFiles(skipped: readonly SkippedFile[]): void {
  const one = skipped.find(({ reason }) => reason.toLowerCase().includes(TOO_MANY_OPEN_FILES));
  if (one !== undefined) throw outOfFiles(new Error(`${one.path}: ${one.reason}`));
}
