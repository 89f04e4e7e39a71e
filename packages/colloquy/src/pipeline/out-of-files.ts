import { outOfFiles, TOO_MANY_OPEN_FILES } from "../model/index.ts";
import type { SkippedFile } from "../ports/index.ts";

/**
 * A file that was skipped because too many others were open is not at fault, and would be missing without notice.
 * @throws ColloquyError `disk` where there is one.
 */
export function stopWhenOutOfFiles(skipped: readonly SkippedFile[]): void {
  const one = skipped.find(({ reason }) => reason.toLowerCase().includes(TOO_MANY_OPEN_FILES));
  if (one !== undefined) throw outOfFiles(new Error(`${one.path}: ${one.reason}`));
}
