import { chmodSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { PRIVATE_FILE, unfinishedBeside } from "../../files/index.ts";

/**
 * Replaces a file: whoever reads it sees the old text or the new one, never a part. Only its owner may read a new one; one
 * that is replaced keeps its permissions.
 * @throws the system's error; what was at the place stays then.
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

/** A value as the files of reports hold it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
