import { chmodSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { PRIVATE_FILE } from "./private.ts";
import { unfinishedBeside } from "./unfinished-file.ts";

/**
 * Replaces a file as a whole: a reader gets the old text or the new text. A new file has owner-only permissions; a
 * replaced file keeps its permissions.
 * @throws the system's error; the old file is unchanged then.
 */
export function writeWhole(path: string, text: string): void {
  const unfinished = unfinishedBeside(path);
  try {
    writeFileSync(unfinished, text, { flag: "wx", flush: true, mode: PRIVATE_FILE });
    const replaced = statSync(path, { throwIfNoEntry: false });
    if (replaced !== undefined) chmodSync(unfinished, replaced.mode & 0o777);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
